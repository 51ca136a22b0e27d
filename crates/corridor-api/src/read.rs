//! Questions read from the query of a URL or from JSON; what is unknown or misspelt is refused.

use corridor::{Problem, did_you_mean, shown};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

/// Why a question cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Stable code.
    pub code: &'static str,
    /// One sentence with the value and the reason.
    pub detail: String,
    /// What to do next; empty where the description of the fields is all that helps.
    pub action: String,
    /// The field that is wrong, where it is one.
    pub field: Option<String>,
}

impl Unread {
    fn bad(code: &'static str, detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), action: action.into(), field: None }
    }
    fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
}

impl From<Unread> for Problem {
    fn from(unread: Unread) -> Self {
        let field = unread.field;
        Self { field, ..Self::bad_input(unread.code, unread.detail, unread.action) }
    }
}

/// The fields of a question, as its type has them.
pub struct Fields(BTreeMap<String, Kind>);

/// Entries of a list of names that are read.
const LONGEST_LIST: usize = 64;
/// Characters of a sentence about a value.
const LONGEST_TOLD: usize = 300;
/// Characters of a name in a list.
const LONGEST_NAME: usize = 200;

/// What a field holds when it stands in a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Whole,
    Flag,
    List,
}

impl Fields {
    /// The fields of a type.
    pub fn of<Q: JsonSchema>() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
        let schema = SchemaGenerator::new(settings).into_root_schema_for::<Q>();
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten();
        Self(fields.map(|(name, schema)| (name.clone(), Kind::of(schema))).collect())
    }

    /// A question from the query of a URL. Lists are written with commas or by repeating the field.
    ///
    /// # Errors
    /// When a field is unknown, stands twice or makes no sense.
    pub fn read_query<Q: DeserializeOwned>(&self, query: &str) -> Result<Q, Unread> {
        let mut object = Map::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let Some(kind) = self.0.get(&*name) else { return Err(self.unknown(&name)) };
            let value = kind.read(&text).map_err(|expected| {
                let detail = format!("{name}={:?} is not {expected}", shown(&text));
                Unread::bad("field-invalid", detail, "").about(&name)
            })?;
            match (object.get_mut(&*name), value) {
                (None, value) => {
                    object.insert(name.into_owned(), value);
                }
                (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
                (Some(_), _) => return Err(twice(&name)),
            }
        }
        object.iter().try_for_each(|(name, value)| names_fit(name, value))?;
        serde_path_to_error::deserialize(Value::Object(object.clone()))
            .map_err(|e| wrong(&e.path().to_string(), e.inner(), &object))
    }

    /// A question from a JSON object.
    ///
    /// # Errors
    /// As above; and when the text is no JSON.
    pub fn read_json<Q: DeserializeOwned>(&self, body: &[u8]) -> Result<Q, Unread> {
        let read = serde_json::from_slice(body).map_err(|error| wrong(".", &error, &Map::new()));
        let Keys(keys) = read?;
        for (n, key) in keys.iter().enumerate() {
            if !self.0.contains_key(key) {
                return Err(self.unknown(key));
            }
            if keys[..n].contains(key) {
                return Err(twice(key));
            }
        }
        let mut json = serde_json::Deserializer::from_slice(body);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let object = serde_json::from_slice(body).unwrap_or_default();
            wrong(&error.path().to_string(), error.inner(), &object)
        })
    }

    fn unknown(&self, name: &str) -> Unread {
        let known = self.0.keys().map(String::as_str);
        let action = match did_you_mean(name, known.clone()) {
            Some(hint) => format!("did you mean {hint:?}?"),
            None if self.0.is_empty() => "there is nothing to be given here".to_owned(),
            None => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
        };
        let name = shown(name);
        Unread::bad("field-unknown", format!("there is no field {name:?}"), action).about(&name)
    }
}

/// Refuses a question whose lists of names are longer than any question needs, before anything is made of
/// them. What is no JSON is told where it is read.
///
/// # Errors
/// When a list has too many names, or a name too many characters.
pub fn few_and_short(body: &[u8]) -> Result<(), Unread> {
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else { return Ok(()) };
    object.iter().try_for_each(|(name, value)| names_fit(name, value))
}

/// Whether a field that is a list of names has few enough, none too long.
fn names_fit(field: &str, value: &Value) -> Result<(), Unread> {
    let Value::Array(list) = value else { return Ok(()) };
    let refused = |detail: String, action: &str| {
        Err(Unread::bad("field-invalid", detail, action).about(&shown(field)))
    };
    if !list.iter().any(Value::is_string) {
        return Ok(());
    }
    if list.len() > LONGEST_LIST {
        let detail =
            format!("{} has {} entries; {LONGEST_LIST} are read", shown(field), list.len());
        return refused(detail, "name groups or countries instead of single things");
    }
    let longest = list.iter().filter_map(Value::as_str).map(|text| text.chars().count()).max();
    if let Some(longest @ LONGEST_NAME..) = longest {
        let detail =
            format!("{} has an entry of {longest} characters; names have fewer", shown(field));
        return refused(detail, "no name is longer than 200 characters");
    }
    Ok(())
}

/// The names of an object's fields, as often as they stand in it.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Keys;
            fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str("an object with the fields of the question")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = object.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

fn twice(name: &str) -> Unread {
    Unread::bad("field-invalid", format!("{name} stands twice"), "give it once").about(name)
}

/// A question whose values do not fit.
fn wrong(path: &str, error: &serde_json::Error, object: &Map<String, Value>) -> Unread {
    // Values that do not fit are told back; not all of a long one.
    let told = error.to_string();
    let detail: String = told.chars().take(LONGEST_TOLD).collect();
    let is_missing = detail.starts_with("missing field");
    let code = if is_missing { "field-missing" } else { "field-invalid" };
    // The path is lost where fields of several types stand beside each other; the value is told.
    let blamed = object.iter().find(|(_, value)| {
        let told = |text: &str| [format!("`{text}`"), format!("string {text:?}")];
        value.as_str().is_some_and(|text| told(text).iter().any(|told| detail.contains(told)))
    });
    match (path, blamed) {
        (".", None) => match missing(&detail) {
            Some(field) => Unread::bad(code, detail, "").about(&field),
            None => Unread::bad(code, detail, ""),
        },
        (".", Some((field, _))) => Unread::bad(code, format!("{field}: {detail}"), "").about(field),
        (field, _) => Unread::bad(code, format!("{field}: {detail}"), "").about(field),
    }
}

/// The field that a question lacks, as the reader says it.
fn missing(detail: &str) -> Option<String> {
    let name = detail.strip_prefix("missing field `")?.split('`').next()?;
    Some(name.to_owned())
}

impl Kind {
    fn of(schema: &Value) -> Self {
        let alternatives = ["anyOf", "oneOf"].into_iter().find_map(|key| schema.get(key));
        let alternatives = alternatives.and_then(Value::as_array);
        let word = match schema.get("type") {
            Some(Value::String(word)) => word.as_str(),
            // An optional value: what it is besides `null`.
            Some(Value::Array(words)) => {
                words.iter().filter_map(Value::as_str).find(|w| *w != "null").unwrap_or_default()
            }
            _ => {
                return alternatives
                    .into_iter()
                    .flatten()
                    .find(|s| s.get("type").and_then(Value::as_str) != Some("null"))
                    .map_or(Self::Text, Self::of);
            }
        };
        match word {
            "number" => Self::Number,
            "integer" => Self::Whole,
            "boolean" => Self::Flag,
            "array" => Self::List,
            _ => Self::Text,
        }
    }

    /// A value, or what it should have been.
    fn read(self, text: &str) -> Result<Value, &'static str> {
        match self {
            Self::Text => Ok(text.into()),
            Self::Number => {
                let number: f64 = text.trim().parse().map_err(|_| "a number")?;
                serde_json::Number::from_f64(number).map(Value::Number).ok_or("a finite number")
            }
            Self::Whole => {
                text.trim().parse::<u64>().map(Value::from).map_err(|_| "a whole number")
            }
            Self::Flag => text.trim().parse::<bool>().map(Value::from).map_err(|_| "true or false"),
            Self::List => Ok(text.split(',').map(str::trim).filter(|t| !t.is_empty()).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        from: String,
        #[serde(default)]
        teu: Option<f64>,
        #[serde(default)]
        avoid: Vec<String>,
        #[serde(default)]
        strict: bool,
    }

    fn query(text: &str) -> Result<Asked, Unread> {
        Fields::of::<Asked>().read_query(text)
    }

    fn json(text: &str) -> Result<Asked, Unread> {
        Fields::of::<Asked>().read_json(text.as_bytes())
    }

    #[test]
    fn a_url_and_a_body_ask_the_same() {
        let by_url = query("from=Mumbai&teu=2&avoid=suez,panama&avoid=IR&strict=true").unwrap();
        let by_body =
            json(r#"{"from":"Mumbai","teu":2,"avoid":["suez","panama","IR"],"strict":true}"#);
        assert_eq!(by_url, by_body.unwrap());
    }

    #[test]
    fn what_is_misspelt_is_refused_with_what_was_meant() {
        for problem in [query("from=A&avoyd=suez"), json(r#"{"from":"A","avoyd":[]}"#)] {
            let Unread { code, field, action, .. } = problem.unwrap_err();
            assert_eq!((code, field.as_deref()), ("field-unknown", Some("avoyd")));
            assert_eq!(action, "did you mean \"avoid\"?");
        }
    }

    #[test]
    fn values_that_make_no_sense_are_refused() {
        for (text, field) in [
            ("from=A&teu=many", "teu"),
            ("from=A&teu=NaN", "teu"),
            ("from=A&strict=1", "strict"),
            ("from=A&from=B", "from"),
        ] {
            let Unread { code, field: found, .. } = query(text).unwrap_err();
            assert_eq!((code, found.as_deref()), ("field-invalid", Some(field)));
        }
        assert_eq!(query("").unwrap_err().code, "field-missing");
        assert_eq!(json("{").unwrap_err().code, "field-invalid");
        assert_eq!(json(r#"{"from":"A"} x"#).unwrap_err().code, "field-invalid");
        assert_eq!(json(r#"{"from":"A","from":"B"}"#).unwrap_err().code, "field-invalid");
    }

    #[test]
    fn lists_and_names_have_an_end() {
        let many = vec!["suez"; LONGEST_LIST + 1];
        let long = "a".repeat(900_000);
        for unread in [
            query(&format!("from=A&avoid={}", many.join(","))).unwrap_err(),
            query(&format!("from=A&avoid={long}")).unwrap_err(),
            few_and_short(serde_json::json!({ "from": "A", "avoid": many }).to_string().as_bytes())
                .unwrap_err(),
            json(&serde_json::json!({ &long: 1 }).to_string()).unwrap_err(),
            json(&serde_json::json!({ "from": "A", "teu": long }).to_string()).unwrap_err(),
        ] {
            let told = format!("{unread:?}");
            assert!(told.len() < 1_500, "{} bytes", told.len());
        }
        assert!(query("from=A&avoid=suez,panama").is_ok());
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(300))]

        #[test]
        fn any_query_or_body_is_read_or_refused(
            query in "([a-z_]{0,8}|from|avoid|teu)=([%&=,+a-f0-9\\PC]{0,12})",
            body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60),
            object in "\\{(\"(from|avoid|teu|x)\":(1|\\[\"a\",1\\]|null|\"b\"|\\{\\}),?){0,4}\\}?",
        ) {
            let fields = Fields::of::<Asked>();
            let _ = fields.read_query::<Asked>(&query);
            for body in [&body[..], object.as_bytes()] {
                let _ = few_and_short(body).and_then(|()| fields.read_json::<Asked>(body));
            }
        }
    }
}
