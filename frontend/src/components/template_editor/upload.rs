//! Sending the file of a header to Meta through the hub: checked before, told how far it is, resumed where the hub says when the
//! connection broke.

use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::FindingCode;
use clienthub_shared::template::media::check_media;
use clienthub_shared::template::request::{MediaCreate, MediaUpload};
use clienthub_shared::template::word::HeaderFormat;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, Url, XmlHttpRequest};

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

struct Running {
    file: File,
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
}

impl Upload {
    pub fn new(editor: Editor, spot: Spot) -> Self {
        let upload = Self {
            editor,
            spot,
            progress: RwSignal::new(Progress::Idle),
            file: RwSignal::new(None),
            running: StoredValue::new_local(None),
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

    pub fn start(self, format: HeaderFormat, file: File) {
        self.stop();
        let bytes = file.size() as u64;
        if let Some(code) = check_media(format, &file.type_(), bytes) {
            self.progress.set(Progress::Refused(refusal(format, code, &file.name(), bytes)));
            return;
        }
        self.file.set(Some((file.name(), bytes)));
        self.progress.set(Progress::Sending(0));
        let media = MediaCreate { file_name: file.name(), mime_type: file.type_(), bytes };
        self.running.set_value(Some(Running { file, upload: String::new(), request: None }));
        self.begin(media);
    }

    fn begin(self, media: MediaCreate) {
        let base = self.editor.save.base.get_value();
        spawn_local(async move {
            match template_draft::create_media(&base, &media).await {
                Ok(made) => {
                    let known = self.running.try_update_value(|running| {
                        if let Some(running) = running {
                            running.upload = made.id.to_string();
                        }
                        running.is_some()
                    });
                    if known == Some(true) {
                        self.send(made.offset);
                    }
                }
                Err(error) => self.failed(0, error),
            }
        });
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
        if self.running.try_with_value(Option::is_some) == Some(true) {
            self.progress.set(Progress::Paused(sent, error));
        }
    }

    /// From where the hub says. What the hub no longer knows begins anew.
    pub fn resume(self) {
        let Some(Some((upload, media))) = self.running.try_with_value(|running| {
            running.as_ref().map(|running| {
                let file = &running.file;
                let media = MediaCreate { file_name: file.name(), mime_type: file.type_(), bytes: file.size() as u64 };
                (running.upload.clone(), media)
            })
        }) else {
            return;
        };
        self.progress.update(|progress| {
            if let Progress::Paused(sent, _) = progress {
                *progress = Progress::Sending(*sent);
            }
        });
        if upload.is_empty() {
            self.begin(media);
            return;
        }
        let base = self.editor.save.base.get_value();
        spawn_local(async move {
            match template_draft::get_media(&base, &upload).await {
                Ok(MediaUpload { handle: Some(handle), .. }) => self.finish(handle),
                Ok(known) => self.send(known.offset),
                Err(error) if error.is(ErrorCode::NotFound) || error.is(ErrorCode::UploadExpired) => self.begin(media),
                Err(error) => self.failed(0, error),
            }
        });
    }

    pub fn stop(self) {
        let running = self.running.try_update_value(Option::take).flatten();
        if let Some(request) = running.and_then(|running| running.request) {
            let _ = request.abort();
        }
        let _ = self.progress.try_set(Progress::Idle);
    }

    fn finish(self, handle: String) {
        let Some(Some(Running { file, .. })) = self.running.try_update_value(Option::take) else { return };
        let url = Url::create_object_url_with_blob(&file).unwrap_or_default();
        let shown = SampleFile { handle: handle.clone(), url, name: file.name(), bytes: file.size() as u64 };
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
