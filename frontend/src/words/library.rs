//! Words of Meta's template library.

use clienthub_shared::template::library::{LibraryIndustry, LibraryTopic, LibraryUsecase};
use clienthub_shared::template::word::find;

use crate::tr;

pub fn topic(topic: LibraryTopic) -> &'static str {
    match topic {
        LibraryTopic::AccountUpdate => tr!(library_topic.account_update),
        LibraryTopic::CustomerFeedback => tr!(library_topic.customer_feedback),
        LibraryTopic::OrderManagement => tr!(library_topic.order_management),
        LibraryTopic::Payments => tr!(library_topic.payments),
    }
}

pub fn industry(industry: LibraryIndustry) -> &'static str {
    match industry {
        LibraryIndustry::ECommerce => tr!(library_industry.e_commerce),
        LibraryIndustry::FinancialServices => tr!(library_industry.financial_services),
    }
}

pub fn usecase(usecase: LibraryUsecase) -> &'static str {
    match usecase {
        LibraryUsecase::AccountCreationConfirmation => tr!(library_usecase.account_creation_confirmation),
        LibraryUsecase::AutoPayReminder => tr!(library_usecase.auto_pay_reminder),
        LibraryUsecase::DeliveryConfirmation => tr!(library_usecase.delivery_confirmation),
        LibraryUsecase::DeliveryFailed => tr!(library_usecase.delivery_failed),
        LibraryUsecase::DeliveryUpdate => tr!(library_usecase.delivery_update),
        LibraryUsecase::FeedbackSurvey => tr!(library_usecase.feedback_survey),
        LibraryUsecase::FraudAlert => tr!(library_usecase.fraud_alert),
        LibraryUsecase::LowBalanceWarning => tr!(library_usecase.low_balance_warning),
        LibraryUsecase::OrderActionNeeded => tr!(library_usecase.order_action_needed),
        LibraryUsecase::OrderConfirmation => tr!(library_usecase.order_confirmation),
        LibraryUsecase::OrderDelay => tr!(library_usecase.order_delay),
        LibraryUsecase::OrderOrTransactionCancel => tr!(library_usecase.order_or_transaction_cancel),
        LibraryUsecase::OrderPickUp => tr!(library_usecase.order_pick_up),
        LibraryUsecase::PaymentActionRequired => tr!(library_usecase.payment_action_required),
        LibraryUsecase::PaymentConfirmation => tr!(library_usecase.payment_confirmation),
        LibraryUsecase::PaymentDueReminder => tr!(library_usecase.payment_due_reminder),
        LibraryUsecase::PaymentOverdue => tr!(library_usecase.payment_overdue),
        LibraryUsecase::PaymentRejectFail => tr!(library_usecase.payment_reject_fail),
        LibraryUsecase::PaymentScheduled => tr!(library_usecase.payment_scheduled),
        LibraryUsecase::ReceiptAttachment => tr!(library_usecase.receipt_attachment),
        LibraryUsecase::ReturnConfirmation => tr!(library_usecase.return_confirmation),
        LibraryUsecase::ShipmentConfirmation => tr!(library_usecase.shipment_confirmation),
        LibraryUsecase::StatementAttachment => tr!(library_usecase.statement_attachment),
        LibraryUsecase::StatementAvailable => tr!(library_usecase.statement_available),
        LibraryUsecase::TransactionAlert => tr!(library_usecase.transaction_alert),
    }
}

/// Meta's words in ours, as they stand where they are new: "Payments · Overdue".
pub fn about(topic_word: Option<&str>, usecase_word: Option<&str>) -> String {
    let topic = topic_word.map(|word| find(word).map_or_else(|| word.to_owned(), |known| topic(known).to_owned()));
    let usecase =
        usecase_word.map(|word| find(word).map_or_else(|| word.to_owned(), |known| usecase(known).to_owned()));
    topic.into_iter().chain(usecase).collect::<Vec<_>>().join(" · ")
}
