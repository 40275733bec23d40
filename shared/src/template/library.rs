//! Words of Meta's template library (reference 4.10 and appendix D).

use super::word::meta_words;
use crate::words::words;

meta_words! {
    LibraryIndustry { ECommerce = "E_COMMERCE", FinancialServices = "FINANCIAL_SERVICES" }

    LibraryTopic {
        AccountUpdate = "ACCOUNT_UPDATE",
        CustomerFeedback = "CUSTOMER_FEEDBACK",
        OrderManagement = "ORDER_MANAGEMENT",
        Payments = "PAYMENTS",
    }

    LibraryUsecase {
        AccountCreationConfirmation = "ACCOUNT_CREATION_CONFIRMATION",
        AutoPayReminder = "AUTO_PAY_REMINDER",
        DeliveryConfirmation = "DELIVERY_CONFIRMATION",
        DeliveryFailed = "DELIVERY_FAILED",
        DeliveryUpdate = "DELIVERY_UPDATE",
        FeedbackSurvey = "FEEDBACK_SURVEY",
        FraudAlert = "FRAUD_ALERT",
        LowBalanceWarning = "LOW_BALANCE_WARNING",
        OrderActionNeeded = "ORDER_ACTION_NEEDED",
        OrderConfirmation = "ORDER_CONFIRMATION",
        OrderDelay = "ORDER_DELAY",
        OrderOrTransactionCancel = "ORDER_OR_TRANSACTION_CANCEL",
        OrderPickUp = "ORDER_PICK_UP",
        PaymentActionRequired = "PAYMENT_ACTION_REQUIRED",
        PaymentConfirmation = "PAYMENT_CONFIRMATION",
        PaymentDueReminder = "PAYMENT_DUE_REMINDER",
        PaymentOverdue = "PAYMENT_OVERDUE",
        PaymentRejectFail = "PAYMENT_REJECT_FAIL",
        PaymentScheduled = "PAYMENT_SCHEDULED",
        ReceiptAttachment = "RECEIPT_ATTACHMENT",
        ReturnConfirmation = "RETURN_CONFIRMATION",
        ShipmentConfirmation = "SHIPMENT_CONFIRMATION",
        StatementAttachment = "STATEMENT_ATTACHMENT",
        StatementAvailable = "STATEMENT_AVAILABLE",
        TransactionAlert = "TRANSACTION_ALERT",
    }

    /// What a variable of a library template stands for.
    LibraryParam {
        Address = "ADDRESS",
        Text = "TEXT",
        Amount = "AMOUNT",
        Date = "DATE",
        PhoneNumber = "PHONE NUMBER",
        Email = "EMAIL",
        Number = "NUMBER",
    }
}
