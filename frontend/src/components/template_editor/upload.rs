//! Sending the file of a header to Meta through the hub: checked before, told how far it is, resumed where the hub says when the
//! connection broke.

use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::FindingCode;
use clienthub_shared::template::media::check_media;
use clienthub_shared::template::request::{MediaCreate, MediaUpload};
use clienthub_shared::template::word::HeaderFormat;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, Url, XmlHttpRequest};

use super::model::{Spot, place};
use super::names;
use super::state::Editor;
use crate::api::{Answer, ApiError, template_draft};
use crate::components::template_preview::SampleFile;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::toast::Toasts;

#[derive(Clone, PartialEq)]
pub enum Progress {
    Idle,
    /// Bytes that are there.
    Sending(u64),
    Paused(u64, ApiError),
    Refused(String),
}

/// Where the file comes from.
pub enum Chosen {
    /// With its name.
    Here(String, Blob),
    /// Meta shows it, at an address of `api::template::media`; what it shows is no sample that it takes.
    AtMeta(String),
}

struct Running {
    format: HeaderFormat,
    file: Blob,
    upload: String,
    request: Option<XmlHttpRequest>,
}

#[derive(Clone, Copy)]
pub struct Upload {
    editor: Editor,
    spot: Spot,
    pub progress: RwSignal<Progress>,
    /// Name and bytes of the file that is on its way.
    pub file: RwSignal<Option<(String, u64)>>,
    running: StoredValue<Option<Running>, LocalStorage>,
    /// Counts what was begun and stopped: what is behind the times ends.
    turn: StoredValue<u32>,
}

impl Upload {
    pub fn new(editor: Editor, spot: Spot) -> Self {
        let upload = Self {
            editor,
            spot,
            progress: RwSignal::new(Progress::Idle),
            file: RwSignal::new(None),
            running: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        };
        let toasts: Toasts = expect_context();
        // Another kind of header has no place for the file, which goes with its field.
        on_cleanup(move || {
            if upload.running.try_with_value(Option::is_some) == Some(true)
                && let Some(Some((file, _))) = upload.file.try_get_untracked()
            {
                toasts.say(Tone::Wait, tr!(template_editor.upload_stopped, file = file));
            }
            upload.stop();
        });
        upload
    }

    pub fn start(self, format: HeaderFormat, chosen: Chosen) {
        self.stop();
        self.file.set(None);
        self.progress.set(Progress::Sending(0));
        let turn = self.turn.get_value();
        spawn_local(async move {
            if let Err(why) = self.begin(turn, format, chosen).await
                && self.turn.try_get_value() == Some(turn)
            {
                self.progress.set(why);
            }
        });
    }

    async fn begin(self, turn: u32, format: HeaderFormat, chosen: Chosen) -> Result<(), Progress> {
        let (name, file) = match chosen {
            Chosen::Here(name, file) => (name, file),
            Chosen::AtMeta(address) => {
                let gone = || Progress::Refused(tr!(template_editor.file_gone).to_owned());
                let file = template_draft::get_file(&address).await.ok_or_else(gone)?;
                // `sample.png`
                (["sample.", file.type_().rsplit('/').next().unwrap_or_default()].concat(), file)
            }
        };
        let media = MediaCreate { file_name: name, mime_type: file.type_(), bytes: file.size() as u64 };
        if let Some(code) = check_media(format, &media.mime_type, media.bytes) {
            return Err(Progress::Refused(refusal(format, code, &media.file_name, media.bytes)));
        }
        if self.turn.try_get_value() != Some(turn) {
            return Ok(());
        }
        self.file.set(Some((media.file_name.clone(), media.bytes)));
        self.running.set_value(Some(Running { format, file, upload: String::new(), request: None }));
        let base = self.editor.save.base.get_value();
        let made = template_draft::create_media(&base, &media).await.map_err(|error| Progress::Paused(0, error))?;
        if self.turn.try_get_value() == Some(turn) {
            self.running.try_update_value(|running| {
                if let Some(running) = running {
                    running.upload = made.id.to_string();
                }
            });
            self.send(made.offset);
        }
        Ok(())
    }

    fn send(self, offset: u64) {
        let base = self.editor.save.base.get_value();
        let progress = move |loaded: f64| {
            if matches!(self.progress.try_get_untracked(), Some(Progress::Sending(_))) {
                self.progress.set(Progress::Sending(offset + loaded as u64));
            }
        };
        self.running.try_update_value(|running| {
            let Some(running) = running else { return };
            let rest = running.file.slice_with_f64_and_f64(offset as f64, running.file.size());
            let Ok(rest) = rest else { return };
            let done = move |answer| self.arrived(answer);
            running.request = template_draft::put_media(&base, &running.upload, offset, &rest, progress, done);
        });
        self.progress.set(Progress::Sending(offset));
    }

    fn arrived(self, answer: Answer<MediaUpload>) {
        // Cancelled, or the page was left.
        if self.running.try_with_value(Option::is_some) != Some(true) {
            return;
        }
        let sent = match self.progress.get_untracked() {
            Progress::Sending(sent) => sent,
            _ => 0,
        };
        match answer {
            Ok(MediaUpload { handle: Some(handle), .. }) => self.finish(handle),
            Ok(media) if media.offset > 0 => self.send(media.offset),
            Ok(_) => self.failed(sent, ApiError::Network),
            Err(ApiError::Problem(problem)) if problem.params.contains_key("offset") => {
                self.send(problem.params["offset"].as_u64().unwrap_or_default());
            }
            Err(error) => self.failed(sent, error),
        }
    }

    fn failed(self, sent: u64, error: ApiError) {
        let format = self.running.try_with_value(|running| running.as_ref().map(|running| running.format)).flatten();
        let Some(format) = format else { return };
        let why = match (&error, self.file.get_untracked()) {
            // It is not what its name says.
            (ApiError::Problem(problem), Some((name, bytes))) if problem.status == 422 => {
                self.stop();
                Progress::Refused(refusal(format, FindingCode::MediaType, &name, bytes))
            }
            _ => Progress::Paused(sent, error),
        };
        self.progress.set(why);
    }

    /// From where the hub says. What the hub no longer knows begins anew.
    pub fn resume(self) {
        let running = self.running.try_with_value(|running| {
            running.as_ref().map(|running| (running.format, running.upload.clone(), running.file.clone()))
        });
        let (Some(Some((format, upload, file))), Some((name, _))) = (running, self.file.get_untracked()) else {
            return;
        };
        let again = move || self.start(format, Chosen::Here(name, file));
        if upload.is_empty() {
            return again();
        }
        self.progress.update(|progress| {
            if let Progress::Paused(sent, _) = progress {
                *progress = Progress::Sending(*sent);
            }
        });
        let base = self.editor.save.base.get_value();
        spawn_local(async move {
            match template_draft::get_media(&base, &upload).await {
                Ok(MediaUpload { handle: Some(handle), .. }) => self.finish(handle),
                Ok(known) => self.send(known.offset),
                Err(error) if error.is(ErrorCode::NotFound) || error.is(ErrorCode::UploadExpired) => again(),
                Err(error) => self.failed(0, error),
            }
        });
    }

    pub fn stop(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        let running = self.running.try_update_value(Option::take).flatten();
        if let Some(request) = running.and_then(|running| running.request) {
            let _ = request.abort();
        }
        let _ = self.progress.try_set(Progress::Idle);
    }

    fn finish(self, handle: String) {
        let Some(Some(Running { file, .. })) = self.running.try_update_value(Option::take) else { return };
        let Some((name, bytes)) = self.file.get_untracked() else { return };
        let url = Url::create_object_url_with_blob(&file).unwrap_or_default();
        let shown = SampleFile { handle: handle.clone(), url, name, bytes };
        self.editor.files.update(|files| files.push(shown));
        self.progress.set(Progress::Idle);
        self.editor.change(|template| {
            if let Some(header) = place::header_mut(template, self.spot) {
                header.example.handles = vec![handle];
            }
        });
    }
}

/// What is wrong with the file, and which ones are taken.
fn refusal(format: HeaderFormat, code: FindingCode, file: &str, bytes: u64) -> String {
    let rule = names::files(format).unwrap_or_default();
    match code {
        FindingCode::MediaTooLarge => {
            tr!(template_editor.media_too_large, file = file, found = intl::bytes(bytes), rule = rule)
        }
        FindingCode::Required => tr!(template_editor.media_empty, file = file, rule = rule),
        _ => tr!(template_editor.media_other, file = file, rule = rule),
    }
}
