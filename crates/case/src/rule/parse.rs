//! Reads the rule language by recursive descent, with a limit on depth.
//!
//! Grammar (loosest first): `implies` (to the right), `or`, `and`, `not`, brackets and tests; see the
//! guide to the case file.

use super::syntax::{Comparison, EventKind, Expr, Name, RuleError};
use crate::diagnostic::{nearest, shown};
use crate::limits::{RULE_BYTES, RULE_DEPTH};

/// Words that mean something in rules and cannot be names there.
pub(crate) const WORDS: [&str; 6] = ["and", "or", "not", "implies", "includes", "before"];
const EVENTS: [&str; 5] = ["begun", "done", "held", "passed", "taken"];

/// Reads a rule.
///
/// # Errors
/// The first fault with its bytes and a way out; cost is linear in the text.
pub fn parse(text: &str) -> Result<Expr, RuleError> {
    if text.len() > RULE_BYTES {
        return Err(RuleError {
            start: 0,
            end: text.len(),
            message: format!("the rule has {} bytes; the limit is {RULE_BYTES}", text.len()),
            help: "split it into several rules".into(),
        });
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0, end: text.len() };
    let rule = parser.implies()?;
    match parser.tokens.get(parser.at) {
        None => Ok(rule),
        Some(token) => {
            let small = token.text.to_lowercase();
            let help = match small.as_str() {
                ")" => "take it away, or open a bracket for it".to_string(),
                word if WORDS.contains(&word) => format!("write `{word}`, in small letters"),
                _ => "join two rules with `and`, `or` or `implies`".to_string(),
            };
            Err(parser.unexpected(token, "the rule should end here", &help))
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    start: usize,
    end: usize,
    name: bool,
}

fn tokens(text: &str) -> Result<Vec<Token>, RuleError> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte == b'.';
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let name = in_name(byte);
        if name {
            while at < bytes.len() && in_name(bytes[at]) {
                at += 1;
            }
        } else {
            at += match (byte, bytes.get(at + 1)) {
                (b'!' | b'>' | b'<', Some(b'=')) => 2,
                (b'=' | b'|' | b'(' | b')' | b'>' | b'<', _) => 1,
                _ => return Err(stray(text, at)),
            };
        }
        tokens.push(Token { text: text[start..at].to_string(), start, end: at, name });
    }
    Ok(tokens)
}

fn stray(text: &str, at: usize) -> RuleError {
    let letter = text[at..].chars().next().unwrap_or('?');
    let help = match letter {
        '{' | '}' | '[' | ']' | ',' => "several options are joined by |: territory = t4 | t5",
        '&' => "write `and`",
        '"' | '\'' => "names need no quotes inside a rule",
        '≥' => "write >=",
        '≤' => "write <=",
        '≠' | '!' => "write != or `not`",
        _ => "rules have names, = != >= <= > < | ( ), and the words and, or, not, implies, includes, before",
    };
    RuleError {
        start: at,
        end: at + letter.len_utf8(),
        message: format!("`{letter}` has no place in a rule"),
        help: help.into(),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    end: usize,
}

type Parsed<T> = Result<T, RuleError>;

impl Parser {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(|token| token.text.as_str())
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.peek() == Some(text);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, token: &Token, message: &str, help: &str) -> RuleError {
        RuleError {
            start: token.start,
            end: token.end,
            message: format!("`{}` stands here; {message}", shown(&token.text)),
            help: help.into(),
        }
    }

    fn missing(&self, what: &str, help: &str) -> RuleError {
        match self.tokens.get(self.at) {
            Some(token) => self.unexpected(token, &format!("expected {what}"), help),
            None => RuleError {
                start: self.end,
                end: self.end,
                message: format!("the rule ends where {what} should stand"),
                help: help.into(),
            },
        }
    }

    fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > RULE_DEPTH {
            let at = self.tokens.get(self.at).map_or(self.end, |token| token.start);
            return Err(RuleError {
                start: at,
                end: at,
                message: format!("the rule is nested more than {RULE_DEPTH} levels deep"),
                help: "split it into several rules".into(),
            });
        }
        Ok(())
    }

    fn implies(&mut self) -> Parsed<Expr> {
        self.deeper()?;
        let left = self.or()?;
        let rule = if self.take("implies") { Expr::Implies(Box::new(left), Box::new(self.implies()?)) } else { left };
        self.depth -= 1;
        Ok(rule)
    }

    fn or(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.and()?];
        while self.take("or") {
            parts.push(self.and()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    fn and(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.not()?];
        while self.take("and") {
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn not(&mut self) -> Parsed<Expr> {
        let mut negations = 0usize;
        while self.take("not") {
            negations += 1;
        }
        let mut rule = if self.take("(") {
            let inner = self.implies()?;
            if !self.take(")") {
                return Err(self.missing("`)`", "close the bracket"));
            }
            inner
        } else {
            self.test()?
        };
        if negations > RULE_DEPTH {
            return Err(self.missing("fewer `not`", "two `not` in a row mean nothing"));
        }
        for _ in 0..negations {
            rule = Expr::Not(Box::new(rule));
        }
        Ok(rule)
    }

    fn name(&mut self, what: &str, help: &str) -> Parsed<Name> {
        match self.tokens.get(self.at) {
            Some(token) if token.name && !WORDS.contains(&token.text.as_str()) => {
                self.at += 1;
                Ok(Name { text: token.text.clone(), start: token.start, end: token.end })
            }
            _ => Err(self.missing(what, help)),
        }
    }

    fn test(&mut self) -> Parsed<Expr> {
        let first =
            self.name("a test", "a test is `issue = option`, `issue >= option`, or an event such as done(step)")?;
        if self.take("(") {
            return self.event(first);
        }
        let option_help = "an option is one of the issue's option ids, or a number on a number issue";
        let negated = self.peek() == Some("!=");
        if self.take("=") || self.take("!=") {
            if self.peek() == Some("=") {
                return Err(self.missing("an option", "write one `=`: territory = t4"));
            }
            let mut options = vec![self.name("an option", option_help)?];
            while self.take("|") {
                options.push(self.name("an option", option_help)?);
            }
            return Ok(Expr::Is { issue: first, options, negated });
        }
        if self.take("includes") {
            let option = self.name("an option", option_help)?;
            let before = if self.take("before") { Some(self.name("an option", option_help)?) } else { None };
            return Ok(Expr::Includes { issue: first, option, before });
        }
        let comparison = match self.peek() {
            Some(">=") => Comparison::AtLeast,
            Some("<=") => Comparison::AtMost,
            Some(">") => Comparison::Above,
            Some("<") => Comparison::Below,
            Some("in") => {
                let help = format!("write {} = a | b", shown(&first.text));
                return Err(self.missing("= or another comparison", &help));
            }
            _ => {
                return Err(self.missing(
                    "=, !=, >=, <=, >, < or includes",
                    "a test compares an issue with an option: territory = t4",
                ));
            }
        };
        self.at += 1;
        let option = self.name("an option", option_help)?;
        Ok(Expr::Compare { issue: first, comparison, option })
    }

    fn event(&mut self, word: Name) -> Parsed<Expr> {
        let known = "events are begun(STEP), done(STEP), held(STEP for N days), passed(RATIFIER), taken(ACTION)";
        let of = self.name("the name of a step, ratifier or action", known)?;
        let kind = match word.text.as_str() {
            "begun" => EventKind::Begun,
            "done" => EventKind::Done,
            "passed" => EventKind::Passed,
            "taken" => EventKind::Taken,
            "held" => {
                let help = "write held(STEP for 60 days)";
                if !self.take("for") {
                    return Err(self.missing("`for`", help));
                }
                let days = self.name("a number of days", help)?;
                let count = days.text.parse::<u32>().ok().filter(|count| (1..=36_500).contains(count));
                let Some(count) = count else {
                    return Err(RuleError {
                        start: days.start,
                        end: days.end,
                        message: format!("`{}` is no number of days from 1 to 36500", shown(&days.text)),
                        help: help.into(),
                    });
                };
                if !self.take("days") && !self.take("day") {
                    return Err(self.missing("`days`", help));
                }
                EventKind::Held(count)
            }
            other => {
                let near = nearest(other, EVENTS).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
                return Err(RuleError {
                    start: word.start,
                    end: word.end,
                    message: format!("`{}` is no event", shown(other)),
                    help: format!("{near}{known}"),
                });
            }
        };
        if !self.take(")") {
            return Err(self.missing("`)`", "close the bracket"));
        }
        Ok(Expr::Event { kind, of })
    }
}
