//! Registering a number: the dialog that goes with a person from the code to *connected*, and the two small ones about the
//! PIN. The shell mounts the dialog once; any page opens it through `Registering` or puts a `RegisterButton`. Start
//! reading at `dialog.rs`; `stage.rs` decides what is shown, `flow.rs` holds what the steps share.

mod attempts;
mod code;
mod connected;
pub mod dialog;
mod finish;
mod flow;
mod notices;
pub mod offer;
mod options;
pub mod pin;
mod request;
pub mod reveal;
mod stage;
mod steps;
