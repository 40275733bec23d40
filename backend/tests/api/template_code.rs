//! `clienthub templates export | plan | apply` against a running hub, as a pipeline uses it.

use std::fs;
use std::path::Path;
use std::process::Output;

use clienthub_shared::permission::Permission;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{TestApp, on_both};
use crate::template_draft::{draft, templates};

const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

struct Pipeline {
    arguments: Vec<String>,
    token: String,
}

impl Pipeline {
    async fn run(&self, command: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_clienthub"));
        program.arg("templates").args(command).args(&self.arguments).env("CLIENTHUB_TOKEN", &self.token);
        program.output().await.unwrap()
    }

    async fn said(&self, command: &[&str]) -> String {
        let output = self.run(command).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn write(folder: &Path, template: &Value) {
    let name = format!("{}.{}.json", template["name"].as_str().unwrap(), template["language"].as_str().unwrap());
    fs::write(folder.join(name), template.to_string()).unwrap();
}

on_both! {
    async fn a_folder_is_planned_applied_and_then_as_it_should_be(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let (org, waba) = (path.split('/').nth(2).unwrap(), path.split('/').nth(4).unwrap());
        let scopes = [Permission::NumbersRead, Permission::TemplatesManage];
        let token = app.factory().access_token(&owner, org, &scopes).await["secret"].as_str().unwrap().to_owned();
        let url = format!("http://{}", app.address());
        let dir = folder.path().display().to_string();
        let arguments = ["--url", &url, "--org", org, "--waba", waba, "--dir", &dir].map(str::to_owned).to_vec();
        let pipeline = Pipeline { arguments, token: token.clone() };

        app.run_tasks().await;
        pipeline.said(&["export"]).await;
        let exported = fs::read_dir(folder.path()).unwrap().count();
        assert!(exported > 5, "{exported}");
        let plan = pipeline.said(&["plan", "--prune"]).await;
        assert_eq!(plan, format!("= {exported} as they should be\n"));

        write(folder.path(), &draft("parcel_ready", "de", BODY));
        write(folder.path(), &draft("parcel_late", "de", "Hallo {{1}}"));
        let blocked = pipeline.said(&["plan"]).await;
        assert!(blocked.contains("+ parcel_ready de  new") && blocked.contains("components.0.text"), "{blocked}");
        fs::remove_file(folder.path().join("parcel_late.de.json")).unwrap();
        let done = pipeline.said(&["apply", "--yes"]).await;
        assert!(done.contains("sent     parcel_ready de: in_review"), "{done}");
        assert_eq!(pipeline.said(&["apply", "--yes"]).await, format!("= {} as they should be\n", exported + 1));

        // A draft that was saved and not sent is sent by the next run.
        owner.post(&path, draft("parcel_back", "de", BODY)).await.expect(201);
        write(folder.path(), &draft("parcel_back", "de", BODY));
        let done = pipeline.said(&["apply", "--yes"]).await;
        assert!(done.contains("> parcel_back de") && done.contains("sent     parcel_back de"), "{done}");

        fs::remove_file(folder.path().join("parcel_back.de.json")).unwrap();
        let done = pipeline.said(&["apply", "--prune", "--yes"]).await;
        assert!(done.contains("- parcel_back de") && done.contains("deleted  1"), "{done}");

        // Which of two files is meant, nobody knows.
        write(folder.path(), &draft("parcel_twice", "de", BODY));
        fs::write(folder.path().join("zz.json"), draft("parcel_twice", "de", "Dein Paket ist da.").to_string()).unwrap();
        let refused = pipeline.run(&["apply", "--yes"]).await;
        let (said, error) = (String::from_utf8(refused.stdout).unwrap(), String::from_utf8(refused.stderr).unwrap());
        assert!(said.matches("parcel_twice").count() == 1 && said.contains("! parcel_twice de"), "{said}");
        assert!(!refused.status.success() && error.contains("1 are not as the folder says"), "{error}");
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE name = 'parcel_twice'").await, 0);
        fs::remove_file(folder.path().join("zz.json")).unwrap();
        fs::remove_file(folder.path().join("parcel_twice.de.json")).unwrap();

        let short = app.factory().access_token(&owner, org, &[Permission::TemplatesManage]).await["secret"].as_str().unwrap().to_owned();
        let short = Pipeline { token: short, arguments: pipeline.arguments.clone() };
        let error = String::from_utf8(short.run(&["plan"]).await.stderr).unwrap();
        assert!(error.contains("It is numbers.read."), "{error}");

        write(folder.path(), &json!({"name": "Bad name", "language": "de", "components": []}));
        let refused = pipeline.run(&["plan"]).await;
        assert!(!refused.status.success());
        let wrong = Pipeline { token: token.replace("cht_", "cht_x"), ..pipeline };
        let output = wrong.run(&["plan"]).await;
        assert!(!output.status.success() && !String::from_utf8_lossy(&output.stderr).contains(&token[8..]));
    }
}
