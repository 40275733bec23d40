//! The `fields` parameter: names, nested selections in braces, and modifiers such as `.limit(5)`.

use super::error::GraphError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub modifiers: Vec<(String, String)>,
    pub children: Vec<Field>,
}

impl Field {
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), modifiers: Vec::new(), children: Vec::new() }
    }
}

pub fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let mut parser = Parser { text, at: 0 };
    let fields = parser.list()?;
    if parser.at < text.len() {
        return Err(parser.unexpected("end of string"));
    }
    Ok(fields)
}

/// The selection as text again, for the paging link of a nested edge.
pub fn to_text(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let modifiers: String = field.modifiers.iter().map(|(name, value)| format!(".{name}({value})")).collect();
        let children =
            if field.children.is_empty() { String::new() } else { format!("{{{}}}", to_text(&field.children)) };
        format!("{}{modifiers}{children}", field.name)
    };
    fields.iter().map(one).collect::<Vec<_>>().join(",")
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn list(&mut self) -> Result<Vec<Field>, GraphError> {
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            if !self.eat(',') {
                return Ok(fields);
            }
        }
    }

    fn field(&mut self) -> Result<Field, GraphError> {
        let mut field = Field::plain(self.name()?);
        while self.eat('.') {
            let modifier = self.name()?.to_owned();
            if !self.eat('(') {
                return Err(self.unexpected("\"(\""));
            }
            let Some(length) = self.text[self.at..].find(')') else {
                return Err(self.unexpected("\")\""));
            };
            field.modifiers.push((modifier, self.text[self.at..self.at + length].to_owned()));
            self.at += length + 1;
        }
        if self.eat('{') {
            field.children = self.list()?;
            if !self.eat('}') {
                return Err(self.unexpected("\"}\""));
            }
        }
        Ok(field)
    }

    fn name(&mut self) -> Result<&str, GraphError> {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if length == 0 {
            return Err(self.unexpected("a field name"));
        }
        self.at += length;
        Ok(&rest[..length])
    }

    fn eat(&mut self, expected: char) -> bool {
        self.skip_spaces();
        let found = self.text[self.at..].starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn unexpected(&self, wanted: &str) -> GraphError {
        let found = self.text[self.at..].chars().next().map_or("end of string".to_owned(), |c| format!("\"{c}\""));
        GraphError::syntax(format!("\"Expected {wanted} instead of {found}.\" at character {}: {}", self.at, self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_selections_and_modifiers_are_read_and_written_back() {
        let text = "id,phone_numbers.limit(5){id,status},name";
        let fields = parse(text).unwrap();
        assert_eq!(fields[1].modifiers, [("limit".to_owned(), "5".to_owned())]);
        assert_eq!(fields[1].children, [Field::plain("id"), Field::plain("status")]);
        assert_eq!(to_text(&fields), text);
    }

    #[test]
    fn broken_selections_are_syntax_errors() {
        for text in ["", "id,,name", "phone_numbers{id", "id}", "phone_numbers.limit(5", "é"] {
            assert_eq!(parse(text).unwrap_err().code, 2500, "{text}");
        }
    }
}
