//! The folder: a file for each template, `NAME.LANGUAGE.json`. Reading takes any `.json` file with a template, or with Meta's list.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use clienthub_shared::template::Template;
use clienthub_shared::template::request::TemplateFile;
use serde_json::Value;

/// Every template of the folder, in the order of its files.
pub fn read(folder: &Path) -> anyhow::Result<TemplateFile> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading the folder {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut data = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        data.extend(templates(&text).with_context(|| format!("{}", path.display()))?);
    }
    Ok(TemplateFile { data })
}

fn templates(text: &str) -> anyhow::Result<Vec<Template>> {
    let value: Value = serde_json::from_str(text).context("this is no JSON")?;
    if value.get("data").is_some_and(Value::is_array) {
        return Ok(serde_json::from_value::<TemplateFile>(value).context("this is no list of templates")?.data);
    }
    match value {
        Value::Object(object) if object.contains_key("name") => Ok(vec![Template::from_object(object)]),
        _ => bail!("this is no template: it has no name"),
    }
}

/// How many were written. A file that says the same stays as it is, whoever formatted it.
pub fn write(folder: &Path, file: &TemplateFile) -> anyhow::Result<usize> {
    fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
    for template in &file.data {
        let is_plain =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_plain(&template.name) || !is_plain(&template.language) {
            bail!("a template has a name that is no name of a file: {:?} {:?}", template.name, template.language);
        }
        let path = folder.join(format!("{}.{}.json", template.name, template.language));
        let is_same = fs::read_to_string(&path)
            .is_ok_and(|text| templates(&text).is_ok_and(|known| known.as_slice() == std::slice::from_ref(template)));
        if !is_same {
            let text = format!("{}\n", serde_json::to_string_pretty(template)?);
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(file.data.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(names: &[&str]) -> TemplateFile {
        let template = |name: &&str| {
            serde_json::from_value(json!({"name": name, "language": "de", "new_member": 1, "components": []})).unwrap()
        };
        TemplateFile { data: names.iter().map(template).collect() }
    }

    #[test]
    fn what_is_written_is_read_and_lists_of_other_tools_too() {
        let folder = tempfile::tempdir().unwrap();
        let written = file(&["autumn_offer", "order_ready"]);
        assert_eq!(write(folder.path(), &written).unwrap(), 2);
        assert_eq!(read(folder.path()).unwrap(), written);
        fs::write(folder.path().join("zz.json"), json!({"data": [{"name": "login", "language": "fr"}]}).to_string())
            .unwrap();
        fs::write(folder.path().join("README.md"), "no template").unwrap();
        assert_eq!(read(folder.path()).unwrap().data.len(), 3);
    }

    #[test]
    fn a_file_that_says_the_same_keeps_its_form() {
        let folder = tempfile::tempdir().unwrap();
        let (path, one) = (folder.path().join("a.de.json"), file(&["a"]));
        let compact = serde_json::to_string(&one.data[0]).unwrap();
        fs::write(&path, &compact).unwrap();
        write(folder.path(), &one).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), compact);
    }

    #[test]
    fn what_is_no_template_is_named_and_no_name_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("bad.json"), "[1]").unwrap();
        assert!(format!("{:#}", read(folder.path()).unwrap_err()).contains("bad.json"));
        assert!(write(folder.path(), &file(&["../../etc/passwd"])).is_err());
    }
}
