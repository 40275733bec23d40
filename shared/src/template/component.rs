//! Components of a template (reference 4.5 and 4.6), read from and written to Meta's JSON.

use serde_json::Value;

use super::button::Button;
use super::example::{Example, Part};
use super::json::{self, Rest};
use super::word::{ComponentKind, HeaderFormat, Open};

#[derive(Debug, Clone, PartialEq)]
pub enum Component {
    Header(Header),
    Body(Body),
    Footer(Footer),
    Buttons(Buttons),
    Carousel(Carousel),
    Offer(Offer),
    /// `CALL_PERMISSION_REQUEST`: nothing to say beside its type.
    CallPermission(Rest),
    /// What this version does not know; shown read-only, written back as it came.
    Other(Value),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    pub format: Option<Open<HeaderFormat>>,
    /// At most 60 characters and one variable; TEXT only.
    pub text: String,
    pub example: Example,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// At most 1,024 characters; 600 with an offer, 160 in a card.
    pub text: String,
    pub example: Example,
    /// AUTHENTICATION only.
    pub add_security_recommendation: Option<bool>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Footer {
    /// At most 60 characters, no variables.
    pub text: String,
    /// 1 to 90; AUTHENTICATION only.
    pub code_expiration_minutes: Option<i64>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Buttons {
    pub buttons: Vec<Button>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Carousel {
    /// 2 to 10, alike in their components.
    pub cards: Vec<Card>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    pub components: Vec<Component>,
    pub rest: Rest,
}

/// A limited-time offer; its members are those of the object `limited_time_offer`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offer {
    /// At most 16 characters.
    pub text: String,
    pub has_expiration: Option<bool>,
    /// Unknown members of `limited_time_offer`.
    pub inner: Rest,
    pub rest: Rest,
}

impl Component {
    pub fn kind(&self) -> Option<ComponentKind> {
        Some(match self {
            Self::Header(_) => ComponentKind::Header,
            Self::Body(_) => ComponentKind::Body,
            Self::Footer(_) => ComponentKind::Footer,
            Self::Buttons(_) => ComponentKind::Buttons,
            Self::Carousel(_) => ComponentKind::Carousel,
            Self::Offer(_) => ComponentKind::Offer,
            Self::CallPermission(_) => ComponentKind::CallPermission,
            Self::Other(_) => return None,
        })
    }

    pub fn from_value(value: Value) -> Self {
        let Value::Object(mut rest) = value else { return Self::Other(value) };
        let Some(kind) = json::take_kind(&mut rest) else { return Self::Other(Value::Object(rest)) };
        match kind {
            ComponentKind::Header => Self::Header(Header::read(rest)),
            ComponentKind::Body => Self::Body(Body::read(rest)),
            ComponentKind::Footer => Self::Footer(Footer::read(rest)),
            ComponentKind::Buttons => {
                let buttons = json::take_list(&mut rest, "buttons").into_iter().map(Button::from_value).collect();
                Self::Buttons(Buttons { buttons, rest })
            }
            ComponentKind::Carousel => {
                let cards = json::take_objects(&mut rest, "cards").into_iter().map(Card::read).collect();
                Self::Carousel(Carousel { cards, rest })
            }
            ComponentKind::Offer => {
                let mut inner = json::take_object(&mut rest, "limited_time_offer");
                let text = json::take_text(&mut inner, "text");
                let has_expiration = json::take_bool(&mut inner, "has_expiration");
                Self::Offer(Offer { text, has_expiration, inner, rest })
            }
            ComponentKind::CallPermission => Self::CallPermission(rest),
        }
    }

    pub fn to_value(&self) -> Value {
        let mut object = match self {
            Self::Header(header) => header.write(),
            Self::Body(body) => body.write(),
            Self::Footer(footer) => footer.write(),
            Self::Buttons(group) => {
                let mut object = group.rest.clone();
                json::put_list(&mut object, "buttons", group.buttons.iter().map(Button::to_value).collect());
                object
            }
            Self::Carousel(carousel) => {
                let mut object = carousel.rest.clone();
                json::put_objects(&mut object, "cards", carousel.cards.iter().map(Card::write).collect());
                object
            }
            Self::Offer(offer) => {
                let mut object = offer.rest.clone();
                let mut inner = offer.inner.clone();
                json::put_text(&mut inner, "text", &offer.text);
                json::put_bool(&mut inner, "has_expiration", offer.has_expiration);
                json::put_object(&mut object, "limited_time_offer", inner);
                object
            }
            Self::CallPermission(rest) => rest.clone(),
            Self::Other(value) => return value.clone(),
        };
        if let Some(kind) = self.kind() {
            json::put_kind(&mut object, kind.as_str());
        }
        Value::Object(object)
    }
}

/// Takes `components` out of a template or a card.
pub(super) fn take_components(rest: &mut Rest) -> Vec<Component> {
    json::take_list(rest, "components").into_iter().map(Component::from_value).collect()
}

pub(super) fn put_components(rest: &mut Rest, components: &[Component]) {
    json::put_list(rest, "components", components.iter().map(Component::to_value).collect());
}

impl Header {
    fn read(mut rest: Rest) -> Self {
        let format = json::take_word(&mut rest, "format");
        let text = json::take_text(&mut rest, "text");
        let example = Example::take(&mut rest, Part::Header);
        Self { format, text, example, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_word(&mut object, "format", &self.format);
        json::put_text(&mut object, "text", &self.text);
        self.example.put(&mut object, Part::Header);
        object
    }

    pub fn known_format(&self) -> Option<HeaderFormat> {
        self.format.as_ref().and_then(Open::known)
    }
}

impl Body {
    fn read(mut rest: Rest) -> Self {
        let text = json::take_text(&mut rest, "text");
        let example = Example::take(&mut rest, Part::Body);
        let add_security_recommendation = json::take_bool(&mut rest, "add_security_recommendation");
        Self { text, example, add_security_recommendation, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_text(&mut object, "text", &self.text);
        self.example.put(&mut object, Part::Body);
        json::put_bool(&mut object, "add_security_recommendation", self.add_security_recommendation);
        object
    }
}

impl Footer {
    fn read(mut rest: Rest) -> Self {
        let text = json::take_text(&mut rest, "text");
        let code_expiration_minutes = json::take_int(&mut rest, "code_expiration_minutes");
        Self { text, code_expiration_minutes, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_text(&mut object, "text", &self.text);
        json::put_int(&mut object, "code_expiration_minutes", self.code_expiration_minutes);
        object
    }
}

impl Card {
    fn read(mut rest: Rest) -> Self {
        let components = take_components(&mut rest);
        Self { components, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        put_components(&mut object, &self.components);
        object
    }
}
