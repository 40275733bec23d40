//! Makes the module `i18n` from `locales/*.json`. A key that a language lacks fails the build here, not on the page.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let module = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n");
    let config = Config::new("en")?
        .add_locales(["de", "pt-BR", "es"])?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    translations.generate_i18n_module(module)?;
    Ok(())
}
