extension BillingMatrix {
    /// The rows: an event with its data, and below it what comes of it.
    static let rows: [Row] = {
        let lines = table.split(separator: "\n")
        return stride(from: 0, to: lines.count, by: 2).map { Row(lines[$0], lines[$0 + 1]) }
    }()

    /// Every event of the vocabulary but `returned`, for which there would have to be goods.
    ///
    /// Preliminary, live and final statuses stand apart. A word that stands alone holds for its
    /// whole group, `·` keeps the status, and `ended` is alreadyCompleted, or alreadyCancelled.
    private static let table = #"""
        cartOpened {}
            alreadyPlaced | alreadyPlaced | alreadyPlaced
        cartUpdated {}
            alreadyPlaced | alreadyPlaced | alreadyPlaced
        placed {"currency":"EUR","total":"10.00"}
            alreadyPlaced | alreadyPlaced | alreadyPlaced
        paymentRequested {"channel":"email"}
            pending · pending | · | ended
        paymentDeclined {"decline":"soft"}
            rejected rejected · | · | ended
        paymentDeclined {"decline":"soft","amount":"10.00"}
            rejected rejected · | failed · orderSuspended orderPaused · | ended
        paymentDeclined {"decline":"hard","amount":"10.00"}
            rejected rejected · | suspended suspended orderSuspended orderPaused · | ended
        paymentDeclined {"decline":"soft","amount":"10.00","channel":"link"}
            pending · pending | failed · orderSuspended orderPaused · | ended
        cardRegistered {}
            active | · | ended
        cardReplaced {}
            · | · | ended
        paymentCaptured {"amount":"10.00"}
            active | · active orderSuspended orderPaused · | alreadyCompleted ·
        paymentCaptured {"amount":"10.00","billingEvent":"1"}
            active | · active hardDeclined orderPaused · | alreadyCompleted ·
        billingEventFailed {"billingEvent":"1","decline":"soft"}
            notLive | failed · hardDeclined orderPaused · | ended
        billingEventFailed {"billingEvent":"1","decline":"hard"}
            notLive | suspended suspended hardDeclined orderPaused · | ended
        billingEventFailed {"billingEvent":"2","decline":"soft"}
            unknownBillingEvent | unknownBillingEvent · orderSuspended unknownBillingEvent · | ended
        billingEventFailed {"billingEvent":"9","decline":"soft"}
            unknownBillingEvent | unknownBillingEvent | ended
        billingEventScheduled {"dueOn":"2025-03-09","amount":"5.00"}
            notMetered | notMetered | ended
        billingEventRescheduled {"billingEvent":"1","dueOn":"2025-03-09"}
            · | · | ended
        billingEventRescheduled {"billingEvent":"1","amount":"0.00"}
            amountNotPositive | amountNotPositive | ended
        billingEventRescheduled {"billingEvent":"9"}
            unknownBillingEvent | unknownBillingEvent | ended
        billingEventSkipped {"billingEvent":"1"}
            · | · | ended
        billingEventSkipped {"billingEvent":"9"}
            unknownBillingEvent | unknownBillingEvent | ended
        billingEventsMerged {"billingEvents":["1"],"into":{"id":"m","dueOn":"2025-03-09"}}
            · | · | ended
        billingEventsMerged {"billingEvents":["1"],"into":{"id":"1","dueOn":"2025-03-09"}}
            billingEventEnded | billingEventEnded | ended
        billingEventsMerged {"billingEvents":["9"],"into":{"id":"m","dueOn":"2025-03-09"}}
            unknownBillingEvent | unknownBillingEvent | ended
        paused {}
            notLive | paused paused paused · notSubscription | ended
        resumed {}
            notPaused | notPaused notPaused notPaused active notPaused | ended
        completed {}
            notLive | complete | ended
        cancelled {}
            cancelled | onlyPreliminary | ended
        archived {}
            · | · | ·
        unarchived {}
            · | · | ·
        refunded {"amount":"5.00"}
            exceedsCaptured | exceedsCaptured exceedsCaptured exceedsCaptured exceedsCaptured · | · exceedsCaptured
        refundRequested {}
            · | · | ·
        refundDeclined {}
            · | · | ·
        disputeOpened {"reference":"d","amount":"5.00"}
            · | · | ·
        disputeClosed {"reference":"d","outcome":"lost"}
            unknownReference | unknownReference | unknownReference
        paymentAuthorized {"amount":"5.00"}
            · | · | ended
        authorizationVoided {"amount":"5.00"}
            · | · | ·
        authorizationExpired {"amount":"5.00"}
            · | · | ·
        invoiced {}
            · | · | ended
        creditNoteIssued {"amount":"5.00"}
            · | · | ·
        accepted {}
            · | · | ended
        confirmationOverdue {}
            · | · | ended
        approved {"by":"system"}
            · | · | ended
        detailsVerified {}
            · | · | ended
        procured {}
            · | · | ended
        resellerPaid {"amount":"5.00"}
            · | · | ended
        amended {"shippingAddress":"Elm Street 1"}
            · | · | ended
        commented {"text":"noted"}
            · | · | ·
        complaintOpened {"complaint":"K","kind":"other"}
            · | · | ·
        complaintClosed {"complaint":"K","outcome":"resolved"}
            · | · | ·
        sentToSupplier {}
            · | · | ended
        dispatched {}
            · | · | ended
        trackingUpdated {"tracking":"T"}
            · | · | ended
        delivered {}
            · | · | ended
        deliveryFailed {}
            · | · | ended
        effectSucceeded {"effect":"mailCustomer@7"}
            · | · | ·
        effectFailed {"effect":"mailCustomer@7"}
            · | · | ·
        revoked {"event":"nobody","reason":"mistake"}
            notRevocable | notRevocable | notRevocable
        """#
}
