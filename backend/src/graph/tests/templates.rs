//! Templates: what is asked for, what the sandbox and odd answers make of it, and what each refusal says.

use std::collections::BTreeSet;

use clienthub_sandbox::demo;
use clienthub_shared::template::Template;
use reqwest::Method;

use super::*;
use crate::graph::{GraphErrorKind, MetaLibraryFilter, MetaTemplate, MetaTemplateEdit, MetaTemplateRefusal as Refusal};

fn birch() -> SecretString {
    SecretString::from(demo::BIRCH_SHARED.token)
}

fn template(name: &str, body: &str) -> Template {
    serde_json::from_value(json!({"name": name, "language": "de", "category": "UTILITY",
        "components": [{"type": "BODY", "text": body}]}))
    .unwrap()
}

fn query(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    pairs.find(|(key, _)| key == name).map(|(_, v)| v.into_owned())
}

async fn all(client: &GraphClient) -> (Vec<MetaTemplate>, u32) {
    let (mut found, mut after, mut calls) = (Vec::new(), None::<String>, 0);
    loop {
        let answer = client.list_templates(&birch(), WABA, after.as_deref()).await.unwrap();
        calls += answer.calls;
        assert_eq!(answer.value.counts.used, Some(250));
        assert_eq!(answer.value.counts.limit, Some(6000));
        found.extend(answer.value.page.data);
        after = answer.value.page.after;
        if after.is_none() {
            return (found, calls);
        }
    }
}

#[tokio::test]
async fn two_hundred_and_fifty_templates_take_three_calls() {
    let sandbox = sandbox(250).await;
    let client = client(&sandbox.base_url());
    let (found, calls) = all(&client).await;
    let ids: BTreeSet<&str> = found.iter().map(|meta| meta.id.as_str()).collect();
    assert_eq!((found.len(), ids.len(), calls), (250, 250, 3));
    let one = client.read_template(&birch(), found[7].id.as_str()).await.unwrap().value;
    assert_eq!(one, found[7]);
    let named = client.find_templates_by_name(&birch(), WABA, &one.template.name).await.unwrap().value;
    assert!(named.iter().any(|meta| meta.id == one.id));
    assert!(named.iter().all(|meta| meta.template.name == one.template.name));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_template_lives_from_creation_to_deletion() {
    let sandbox = sandbox(12).await;
    let client = client(&sandbox.base_url());
    let made = client.create_template(&birch(), WABA, &template("opening_hours", "Wir haben heute auf.")).await;
    let made = made.unwrap().value;
    assert_eq!((made.status.as_deref(), made.category.as_deref()), (Some("PENDING"), Some("UTILITY")));
    let id = made.id.as_str();

    let parts = template("", "Wir haben heute zu.").components;
    let edit = MetaTemplateEdit { components: Some(&parts), ..MetaTemplateEdit::default() };
    let early = client.edit_template(&birch(), id, edit).await.unwrap_err();
    assert_eq!((Refusal::of(&early), &early.kind), (Some(Refusal::State), &GraphErrorKind::State));
    control(&sandbox, Method::PATCH, &format!("templates/{id}"), json!({"status": "REJECTED"})).await;
    let category = client.edit_template(&birch(), id, edit).await.unwrap().value;
    assert_eq!(category.as_deref(), Some("UTILITY"));
    let read = client.read_template(&birch(), id).await.unwrap().value;
    assert_eq!(read.template.body().unwrap().text, "Wir haben heute zu.");

    control(&sandbox, Method::PATCH, &format!("templates/{id}"), json!({"status": "APPROVED"})).await;
    let lively = client.unpause_template(&birch(), id).await.unwrap_err();
    assert_eq!(lively.kind, GraphErrorKind::State);
    assert_eq!(lively.user_message.as_deref(), Some("The template is not paused."));
    client.delete_template(&birch(), WABA, "opening_hours", id).await.unwrap();
    let gone = client.read_template(&birch(), id).await.unwrap_err();
    assert_eq!(gone.kind, GraphErrorKind::NotFound);
    let blocked =
        client.create_template(&birch(), WABA, &template("opening_hours", "Wir haben auf.")).await.unwrap_err();
    assert_eq!((Refusal::of(&blocked), &blocked.kind), (Some(Refusal::NameBlocked), &GraphErrorKind::State));

    let mut ids = Vec::new();
    for name in ["one", "two", "three"] {
        let made = client.create_template(&birch(), WABA, &template(name, "Guten Tag an alle.")).await.unwrap();
        ids.push(made.value.id.into_string());
    }
    client.delete_templates(&birch(), WABA, &[&ids[0], &ids[1]]).await.unwrap();
    client.delete_template_family(&birch(), WABA, "three").await.unwrap();
    let unknown = client.delete_template_family(&birch(), WABA, "three").await.unwrap_err();
    assert!(unknown.user_message.is_some());
    sandbox.stop().await;
}

#[tokio::test]
async fn a_taken_name_and_a_wrong_text_are_told_apart() {
    let sandbox = sandbox(12).await;
    let client = client(&sandbox.base_url());
    let first = template("hours", "Wir haben heute auf.");
    client.create_template(&birch(), WABA, &first).await.unwrap();
    let taken = client.create_template(&birch(), WABA, &first).await.unwrap_err();
    assert_eq!(Refusal::of(&taken), Some(Refusal::NameTaken));
    let named = client.create_template(&birch(), WABA, &template("Big Name", "Guten Tag an alle.")).await.unwrap_err();
    assert_eq!((&named.kind, named.blamed.as_slice()), (&GraphErrorKind::Input, &["name".to_owned()][..]));
    let mut pictured = template("pictured", "Guten Tag an alle.");
    let header = json!({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::bad"]}});
    pictured.components.insert(0, clienthub_shared::template::component::Component::from_value(header));
    let handle = client.create_template(&birch(), WABA, &pictured).await.unwrap_err();
    assert_eq!(Refusal::of(&handle), Some(Refusal::BadHandle));
    sandbox.stop().await;
}

#[tokio::test]
async fn each_subcode_that_matters_has_its_name() {
    for (subcode, refusal, kind) in [
        (2_388_019, Some(Refusal::LimitReached), GraphErrorKind::State),
        (2_388_023, Some(Refusal::NameBlocked), GraphErrorKind::State),
        (2_388_024, Some(Refusal::NameTaken), GraphErrorKind::State),
        (2_388_039, Some(Refusal::State), GraphErrorKind::State),
        (2_494_102, Some(Refusal::BadHandle), GraphErrorKind::Input),
        (2_388_299, None, GraphErrorKind::Input),
    ] {
        let said = format!("Not so, {TOKEN}.");
        let server = answering(refusal_of(subcode, &said)).await;
        let create = client(&server.uri()).create_template(&token(), WABA, &template("a", "b")).await.unwrap_err();
        assert_eq!((Refusal::of(&create), &create.kind), (refusal, &kind));
        assert_eq!(create.user_message.as_deref(), Some("Not so, [removed]."));
        assert_eq!(create.blamed, ["components.1.text", "name", "[removed]"]);
        assert_eq!(requests(&server).await.len(), 1);
    }
}

fn refusal_of(subcode: i64, said: &str) -> ResponseTemplate {
    refusal(
        400,
        json!({"code": 100, "error_subcode": subcode, "message": "Invalid parameter", "error_user_msg": said,
            "error_data": json!({"blame_field_specs": [["components", 1, "text"], "name", [TOKEN], []]}).to_string()}),
    )
}

#[tokio::test]
async fn a_refused_field_is_dropped_and_the_counts_may_be_missing() {
    let server = responding(|request| {
        let fields = query(request, "fields").unwrap();
        assert_eq!(query(request, "limit").as_deref(), Some("100"));
        if fields.contains("degrees_of_freedom_spec") {
            return refusal(
                400,
                json!({"code": 100, "message": "(#100) Tried accessing nonexisting field (degrees_of_freedom_spec) on node type (X)"}),
            );
        }
        ok(json!({"data": [{"id": 1, "name": "a", "language": "de"}]}))
    })
    .await;
    let client = client(&server.uri());
    for calls in [2, 1] {
        let answer = client.list_templates(&token(), WABA, None).await.unwrap();
        assert_eq!((answer.calls, answer.value.page.data.len()), (calls, 1));
        assert_eq!(answer.value.counts.limit, None);
    }
}

#[tokio::test]
async fn creations_and_deletions_are_sent_once() {
    let server = answering(refusal(500, json!({"code": 2, "is_transient": true}))).await;
    let client = client(&server.uri());
    let made = client.create_template(&token(), WABA, &template("a", "b")).await.unwrap_err();
    assert!(made.leaves_open());
    client.delete_templates(&token(), WABA, &["1", "2"]).await.unwrap_err();
    client.unpause_template(&token(), "1").await.unwrap_err();
    let sent = requests(&server).await;
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[0].headers["content-type"], "application/json");
    assert_eq!(query(&sent[1], "hsm_ids").as_deref(), Some(r#"["1","2"]"#));
    assert_eq!(sent[2].url.path(), "/v25.0/1/unpause");
}

#[tokio::test]
async fn a_name_that_is_part_of_too_many_is_not_looked_for_for_ever() {
    let server = responding(|request| {
        let page: u32 = query(request, "after").map_or(0, |after| after.parse().unwrap());
        ok(json!({"data": [{"id": page + 1, "name": format!("a{page}"), "language": "de"}],
            "paging": {"cursors": {"after": (page + 1).to_string()}, "next": "x"}}))
    })
    .await;
    let error = client(&server.uri()).find_templates_by_name(&token(), WABA, "a").await.unwrap_err();
    assert_eq!((&error.kind, error.calls), (&GraphErrorKind::Garbled, 20));
}

#[tokio::test]
async fn the_library_and_metas_own_texts_are_read() {
    let sandbox = sandbox(12).await;
    let client = client(&sandbox.base_url());
    let filter = MetaLibraryFilter { topic: Some("PAYMENTS"), limit: Some("2"), ..MetaLibraryFilter::default() };
    let page = client.list_library_templates(&birch(), filter, None).await.unwrap().value;
    assert_eq!(page.data.len(), 2);
    assert!(page.data.iter().all(|row| row.topic.as_deref() == Some("PAYMENTS") && row.body.is_some()));
    let next = client.list_library_templates(&birch(), filter, page.after.as_deref()).await.unwrap().value;
    assert_ne!(next.data[0].id, page.data[0].id);
    let industry = MetaLibraryFilter { industry: Some("E_COMMERCE"), ..MetaLibraryFilter::default() };
    let page = client.list_library_templates(&birch(), industry, None).await.unwrap().value;
    assert!(page.data.iter().all(|row| row.industry.iter().any(|word| word == "E_COMMERCE")));

    let texts = client.authentication_texts(&birch(), WABA, &["de", "en_US"], true, Some(10)).await.unwrap().value;
    let languages: Vec<&str> = texts.iter().map(|text| text.language.as_str()).collect();
    assert_eq!(languages, ["de", "en_US"]);
    assert!(texts[0].footer.as_deref().unwrap().contains("10"));
    assert!(texts[0].buttons[0].autofill_text.is_some());
    let plain = client.authentication_texts(&birch(), WABA, &["de"], false, None).await.unwrap().value;
    assert_eq!(plain[0].footer, None);
    sandbox.stop().await;
}
