extension OrderState {
    /// What was agreed: cart, order and amendments, merged; a total only where it was given.
    public var data: OrderData { terms.merged }
}
