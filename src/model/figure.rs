//! Numbers that people give and instruments bound: exact, in the digits they were written with.

use std::cmp::Ordering;
use std::fmt;

use super::json::Json;
use super::shape::{Fault, Value, schema_of_type};

/// A decimal number of at most 18 digits before the point and 9 after it. Numbers compare by their value: `1.50` and
/// `1.5` are equal, and each is written as it came.
#[derive(Debug, Clone)]
pub struct Figure {
    digits: String,
    /// The value in units of 10⁻⁹.
    billionths: i128,
}

/// Digits before the point.
const WHOLE: usize = 18;

/// Digits after it.
const AFTER_THE_POINT: usize = 9;

impl Figure {
    /// Reads one: an optional minus, digits, and optionally a point with digits after it. Nothing for anything else,
    /// an exponent too.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let are_digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_padded = whole.len() > 1 && whole.starts_with('0');
        if !are_digits(whole, WHOLE) || !are_digits(part, AFTER_THE_POINT) || is_padded {
            return None;
        }
        let billionths: i128 = format!("{whole}{part:0<AFTER_THE_POINT$}").parse().ok()?;
        let billionths = if is_negative { -billionths } else { billionths };
        Some(Self { digits: text.to_owned(), billionths })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { digits: number.to_string(), billionths: i128::from(number) * UNIT }
    }

    /// Whether nothing but zeroes stands after the point.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.billionths % UNIT == 0
    }

    /// The nearest numbers below and above that `step` away: 1 for whole numbers, a billionth for others.
    #[must_use]
    pub fn neighbours(&self, are_whole: bool) -> [Self; 2] {
        let step = if are_whole { UNIT } else { 1 };
        [self.billionths - step, self.billionths + step].map(Self::of_billionths)
    }

    /// The whole numbers from this one to another, both included, if there are no more than `most`.
    #[must_use]
    pub fn up_to(&self, last: &Self, most: usize) -> Option<Vec<Self>> {
        let first = self.billionths.div_euclid(UNIT);
        let last = last.billionths.div_euclid(UNIT);
        let many = usize::try_from(last - first + 1).ok().filter(|many| *many <= most)?;
        Some((first..).take(many).map(|number| Self::of_billionths(number * UNIT)).collect())
    }

    fn of_billionths(billionths: i128) -> Self {
        let sign = if billionths < 0 { "-" } else { "" };
        let (whole, part) = (billionths.abs() / UNIT, billionths.abs() % UNIT);
        let digits = format!("{sign}{whole}.{part:09}");
        let digits = digits.trim_end_matches('0').trim_end_matches('.').to_owned();
        Self { digits, billionths }
    }
}

/// One, in billionths.
const UNIT: i128 = 1_000_000_000;

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.billionths == other.billionths
    }
}

impl Eq for Figure {}

impl PartialOrd for Figure {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Figure {
    fn cmp(&self, other: &Self) -> Ordering {
        self.billionths.cmp(&other.billionths)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

impl Value for Figure {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        let figure = match &json {
            Json::Number(digits) => Self::parse(digits),
            _ => None,
        };
        figure.ok_or_else(|| Fault::expected("a number like 12 or 2.5", &json))
    }

    fn to_json(&self) -> Json<'_> {
        Json::Number((&self.digits).into())
    }

    fn schema() -> Json<'static> {
        schema_of_type("number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure {
        Figure::parse(text).unwrap()
    }

    #[test]
    fn numbers_compare_by_value_and_keep_their_digits() {
        assert_eq!(figure("1.50"), figure("1.5"));
        assert_eq!(figure("1.50").to_string(), "1.50");
        assert!(figure("-3") < figure("-2.999999999") && figure("9") < figure("10"));
        assert!(figure("2.0").is_whole() && !figure("2.5").is_whole());
        assert_eq!(figure("0"), figure("-0"));
    }

    #[test]
    fn what_is_no_plain_number_is_none() {
        for text in
            ["", "-", ".5", "5.", "1e3", "+1", "007", "1,5", "1.0000000001", "1234567890123456789", "½"]
        {
            assert!(Figure::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn neighbours_and_runs_are_exact() {
        let [below, above] = figure("5").neighbours(true);
        assert_eq!((below.to_string(), above.to_string()), ("4".to_owned(), "6".to_owned()));
        let [below, above] = figure("-0.5").neighbours(false);
        assert_eq!(
            (below.to_string(), above.to_string()),
            ("-0.500000001".to_owned(), "-0.499999999".to_owned())
        );
        let run: Vec<String> =
            figure("-1").up_to(&figure("2"), 9).unwrap().iter().map(Figure::to_string).collect();
        assert_eq!(run, ["-1", "0", "1", "2"]);
        assert!(figure("1").up_to(&figure("12"), 9).is_none());
    }
}
