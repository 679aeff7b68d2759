//! The gap chart: options across, parties down, every mark a shape of its own, distances bracketed below.
//!
//! Kinds differ by shape, how they are known by filling (solid: own words; hollow: an account; hatched: our reading),
//! conditions by a dashed ring; nothing is said by colour alone. Bytes depend on the table alone.

mod curves;
mod fan;
pub(crate) mod graph;
pub(crate) mod lock;
mod map;
mod plane;
mod ranges;
mod scale;
pub(crate) mod sequence;
mod shares;
pub(crate) mod stages;
mod time;
pub(crate) mod tree;

use crate::chart::{Chart as Drawing, Picture};
use crate::gap_table::{DAYS, GapRow, GapSpan, GapTable};
use crate::sign::{Sign, key, key_letters};
use crate::text::clean;
use unicode_width::UnicodeWidthChar;
use zopa_case::draft::Stance;
use zopa_lens::gaps::MarkKind;

/// Size of letters in the chart, and of the small ones in the heads.
const LETTER: f64 = 13.0;
const SMALL: f64 = 12.0;
/// Width a letter takes, in parts of its size: on the safe side for the usual typefaces.
const ADVANCE: f64 = 0.6;
/// Room for the shape of a mark.
const SHAPE: f64 = 22.0;
/// Height of a line of marks.
const LINE: f64 = 24.0;
/// Lines of an option's words.
const HEAD: usize = 7;
/// Width of the chart, and of the columns with the days of own words.
const WIDTH: f64 = 900.0;
const DAY: f64 = 88.0;
/// Typefaces of pictures, the same as of the page.
const TYPEFACES: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/// The gap chart of an issue.
///
/// `link_base` is the address before the `#` of the links: `Some("")` inside the document that holds the record,
/// `None` for a picture that stands alone; that one carries its own key and no links.
pub fn render_gap_chart(table: &GapTable, link_base: Option<&str>) -> String {
    let chart = Chart::new(table, link_base);
    chart.draw()
}

/// The picture of a chart, to stand alone or within a page: the plane of two parties' values, curves over no-deal
/// values, steps over time, the stages of a plan, a lock, the graph of a conflict, ways through it, or
/// what rounds of talks come to.
pub fn render_chart(chart: &Drawing) -> String {
    match &chart.picture {
        Picture::Plane(plane) => plane::draw(chart, plane),
        Picture::Curves(panels) => curves::draw(chart, panels),
        Picture::Sequence(sequence) => sequence::draw(chart, sequence),
        Picture::Stages(stages) => stages::draw(chart, stages),
        Picture::Lock(lock) => lock::draw(chart, lock),
        Picture::Graph(graph) => graph::draw(chart, graph),
        Picture::Tree(tree) => tree::draw(chart, tree),
        Picture::Fan(panels) => fan::draw(chart, panels),
        Picture::Shares(bars) => shares::draw(chart, bars),
        Picture::Ranges(bars) => ranges::draw(chart, bars),
        Picture::Map(map) => map::draw(chart, map),
    }
}

struct Chart<'a> {
    table: &'a GapTable,
    link_base: Option<&'a str>,
    name: f64,
    column: f64,
    width: f64,
    hatch: String,
}

impl<'a> Chart<'a> {
    fn new(table: &'a GapTable, link_base: Option<&'a str>) -> Self {
        let longest = table.rows.iter().map(|row| measure(&row.party, LETTER) * 1.06).fold(0.0, f64::max);
        let name = (longest + 12.0).clamp(70.0, 170.0);
        let count = table.columns.len().max(1) as f64;
        let column = ((WIDTH - name - 2.0 * DAY) / count).max(64.0).floor();
        Self {
            table,
            link_base,
            name,
            column,
            width: (name + column * count + 6.0 + 2.0 * DAY).ceil(),
            hatch: format!("hatch-{}", table.anchor),
        }
    }

    fn draw(&self) -> String {
        let mut body = String::new();
        let mut y = self.heads(&mut body);
        for row in &self.table.rows {
            y = self.row(row, y, &mut body);
        }
        body.push_str(&line((0.0, y), (self.width, y), 0.6));
        for span in &self.table.spans {
            y = self.span(span, y, &mut body);
        }
        if self.link_base.is_none() {
            y = self.own_key(y, &mut body);
        }
        let height = (y + 8.0).ceil();
        let parties: Vec<&str> = self.table.rows.iter().map(|row| row.party.as_str()).collect();
        let options: Vec<&str> = self.table.columns.iter().map(|column| column.id.as_str()).collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gap-chart\" viewBox=\"0 0 {w} {height}\" width=\"{w}\" height=\"{height}\" \
             font-family=\"{TYPEFACES}\" role=\"group\">\n\
             <title>{title}</title>\n<desc>Parties down: {parties}. Options across: {options}.</desc>\n\
             <defs><pattern id=\"{hatch}\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <rect class=\"paper\" width=\"4\" height=\"4\" fill=\"#fff\"/><path class=\"line\" d=\"M0 0V4\" stroke=\"#000\" stroke-width=\"1.6\"/></pattern></defs>\n\
             {body}</svg>\n",
            w = self.width,
            title = escape(&self.table.title),
            parties = escape(&parties.join(", ")),
            options = escape(&options.join(", ")),
            hatch = escape(&self.hatch),
        )
    }

    fn left(&self, column: usize) -> f64 {
        self.name + self.column * column as f64
    }

    /// The heads of the columns; the height used.
    fn heads(&self, body: &mut String) -> f64 {
        let mut lowest: f64 = 18.0;
        for (at, column) in self.table.columns.iter().enumerate() {
            let x = self.left(at) + 4.0;
            let room = self.column - 8.0;
            body.push_str(&format!("<g><title>{}</title>", escape(&format!("{} {}", column.id, column.text))));
            body.push_str(&text(x, 14.0, LETTER, " font-weight=\"700\"", &fit(&column.id, LETTER, room)));
            for (row, words) in wrap(&column.text, SMALL, room, HEAD).iter().enumerate() {
                let y = 29.0 + 13.5 * row as f64;
                body.push_str(&text(x, y, SMALL, "", words));
                lowest = lowest.max(y);
            }
            body.push_str("</g>\n");
        }
        for (at, title) in DAYS.iter().enumerate() {
            body.push_str(&text(self.day(at), 14.0, SMALL, "", title));
        }
        lowest + 8.0
    }

    /// Where the column with the oldest or the newest day begins.
    fn day(&self, at: usize) -> f64 {
        self.left(self.table.columns.len()) + 10.0 + DAY * at as f64
    }

    fn row(&self, row: &GapRow, top: f64, body: &mut String) -> f64 {
        let lines = row.cells.iter().map(|cell| self.lines(cell).len()).max().unwrap_or(1).max(1);
        // A name that is needed is set bold, and so takes a little more than it measures.
        let name = wrap(&row.party, LETTER, (self.name - 8.0) * if row.needed { 0.94 } else { 1.0 }, 2);
        let days = [&row.oldest, &row.newest].map(|day| wrap(day, SMALL, DAY - 6.0, 2));
        let beside = (name.len() + usize::from(!row.note.is_empty())).max(days.iter().map(Vec::len).max().unwrap_or(1));
        let height = (LINE * lines as f64 + 8.0).max(13.0 + 14.0 * beside as f64);
        body.push_str(&line((0.0, top), (self.width, top), 0.6));
        self.crossings(row, top, height, body);
        let style = if row.needed { " font-weight=\"600\"" } else { "" };
        let full = if row.note.is_empty() { row.party.clone() } else { format!("{} ({})", row.party, row.note) };
        body.push_str(&format!("<g><title>{}</title>", escape(&full)));
        for (at, words) in name.iter().enumerate() {
            body.push_str(&text(2.0, top + 20.0 + 14.0 * at as f64, LETTER, style, words));
        }
        if !row.note.is_empty() {
            body.push_str(&text(
                2.0,
                top + 20.0 + 14.0 * name.len() as f64,
                SMALL,
                "",
                &fit(&row.note, SMALL, self.name - 8.0),
            ));
        }
        body.push_str("</g>\n");
        for (at, day) in [&row.oldest, &row.newest].iter().enumerate() {
            body.push_str(&format!("<g><title>{}</title>", escape(day)));
            for (line, words) in days[at].iter().enumerate() {
                body.push_str(&text(self.day(at), top + 20.0 + 14.0 * line as f64, SMALL, "", words));
            }
            body.push_str("</g>\n");
        }
        for (at, cell) in row.cells.iter().enumerate() {
            if cell.is_empty() {
                let (x, y) = (self.left(at) + 12.0, top + 16.0);
                let title = format!(
                    "{}: {} not stated",
                    row.party,
                    self.table.columns.get(at).map_or("", |column| column.id.as_str())
                );
                body.push_str(&format!(
                    "<circle class=\"ink\" cx=\"{x}\" cy=\"{y}\" r=\"1.3\" fill=\"#000\"><title>{}</title></circle>\n",
                    escape(&title)
                ));
            }
            for (line, signs) in self.lines(cell).iter().enumerate() {
                let mut x = self.left(at) + 4.0;
                for sign in signs {
                    self.mark(sign, &row.party, (x, top + 16.0 + LINE * line as f64), body);
                    x += mark_width(sign);
                }
            }
        }
        top + height
    }

    /// The signs of a cell, as many on a line as fit.
    fn lines<'b>(&self, cell: &'b [Sign]) -> Vec<Vec<&'b Sign>> {
        let mut lines: Vec<Vec<&Sign>> = Vec::new();
        let mut used = 0.0;
        for sign in cell {
            let wide = mark_width(sign);
            match lines.last_mut().filter(|_| used + wide <= self.column - 8.0) {
                Some(line) => line.push(sign),
                None => {
                    lines.push(vec![sign]);
                    used = 0.0;
                }
            }
            used += wide;
        }
        lines
    }

    /// Where options cross a line of the party: the ground hatched lightly, a bar at each edge of the run.
    fn crossings(&self, row: &GapRow, top: f64, height: f64, body: &mut String) {
        let crosses = |at: usize| {
            row.cells.get(at).is_some_and(|cell| cell.iter().any(|sign| sign.kind == Some(MarkKind::CrossesLine)))
        };
        for at in (0..row.cells.len()).filter(|at| crosses(*at)) {
            let x = self.left(at);
            let (y, tall) = (top + 1.0, height - 2.0);
            body.push_str(&format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{tall}\" fill=\"url(#{})\" opacity=\"0.16\"/>\n",
                self.column,
                escape(&self.hatch)
            ));
            let mut bar = |x: f64| {
                body.push_str(&format!(
                    "<rect class=\"ink\" x=\"{}\" y=\"{y}\" width=\"4\" height=\"{tall}\" fill=\"#000\"/>\n",
                    x - 2.0
                ));
            };
            if at == 0 || !crosses(at - 1) {
                bar(x);
            }
            if !crosses(at + 1) {
                bar(x + self.column);
            }
        }
    }

    /// A mark with its letters, linked to where it comes from.
    fn mark(&self, sign: &Sign, party: &str, (x, y): (f64, f64), body: &mut String) {
        let mut title = format!("{party}: {}", sign.words());
        for reference in &sign.references {
            title.push_str(&format!(" | {}", reference.words));
        }
        let mut drawn = shape(sign, x + 10.0, y, &self.hatch);
        drawn.push_str(&text(x + SHAPE, y + 4.0, LETTER, "", &sign.letters()));
        let titled = format!("<title>{}</title>{drawn}", escape(&title));
        match (self.link_base, sign.references.first()) {
            (Some(base), Some(reference)) => {
                body.push_str(&format!("<a href=\"{}#{}\">{titled}</a>\n", escape(base), escape(&reference.anchor)))
            }
            _ => body.push_str(&format!("<g>{titled}</g>\n")),
        }
    }

    /// A distance: a bracket from option to option with its label beside it.
    fn span(&self, span: &GapSpan, top: f64, body: &mut String) -> f64 {
        let center = |column: usize| self.left(column) + 14.0;
        let (from, to) = (center(span.from), center(span.to).max(center(span.from) + 6.0));
        let y = top + 12.0;
        let dash = if span.conditional { " stroke-dasharray=\"4 3\"" } else { "" };
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{from} {a}V{b}M{from} {y}H{to}M{to} {a}V{b}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.6\"{dash}/>\n",
            a = y - 5.0,
            b = y + 5.0
        ));
        let condition = if span.conditional { " (on a condition)" } else { "" };
        let label = fit(&format!("{}{condition}", span.label), SMALL, self.width - 4.0);
        let wide = measure(&label, SMALL);
        // Beside the bracket where there is room to its right, else below it from the left.
        if to + 8.0 + wide <= self.width {
            body.push_str(&text(to + 8.0, y + 4.0, SMALL, "", &label));
            return top + 24.0;
        }
        let x = from.min(self.width - 2.0 - wide).max(2.0);
        body.push_str(&text(x, y + 17.0, SMALL, "", &label));
        top + 36.0
    }

    /// The key of a chart that stands alone.
    fn own_key(&self, top: f64, body: &mut String) -> f64 {
        let used: Vec<&Sign> = self.table.signs().collect();
        let (mut x, mut y) = (2.0, top + 18.0);
        for (sign, words) in key(&used) {
            let label = format!("{} {words}", key_letters(&sign));
            let label = fit(&label, SMALL, self.width - SHAPE - 8.0);
            let wide = SHAPE + measure(&label, SMALL) + 14.0;
            if x > 2.0 && x + wide > self.width {
                (x, y) = (2.0, y + 20.0);
            }
            body.push_str(&shape(&sign, x + 10.0, y, &self.hatch));
            body.push_str(&text(x + SHAPE, y + 4.0, SMALL, "", &label));
            x += wide;
        }
        y + 8.0
    }
}

/// A small picture of one mark, for keys.
pub(crate) fn key_shape(sign: &Sign) -> String {
    format!(
        "<svg class=\"shape\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\">{}</svg>",
        shape(sign, 10.0, 10.0, "hatch-key")
    )
}

/// The hatching that [`key_shape`] refers to.
pub(crate) fn key_defs() -> &'static str {
    "<svg width=\"0\" height=\"0\" class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"hatch-key\" width=\"4\" height=\"4\" \
     patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"paper\" width=\"4\" height=\"4\" fill=\"#fff\"/>\
     <path class=\"line\" d=\"M0 0V4\" stroke=\"#000\" stroke-width=\"1.6\"/></pattern></defs></svg>"
}

/// The shape of a mark around a point.
fn shape(sign: &Sign, x: f64, y: f64, hatch: &str) -> String {
    let fill = if sign.account {
        "class=\"paper line\" fill=\"#fff\" stroke=\"#000\"".to_string()
    } else if sign.our_reading {
        format!("class=\"line\" fill=\"url(#{})\" stroke=\"#000\"", escape(hatch))
    } else {
        "class=\"ink line\" fill=\"#000\" stroke=\"#000\"".to_string()
    };
    let circle =
        |r: f64, style: &str| format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {style} stroke-width=\"1.5\"/>");
    let path = |d: &str, style: &str| format!("<path d=\"{d}\" {style} stroke-width=\"1.5\"/>");
    let stroke = |d: &str, width: f64, more: &str| {
        format!("<path class=\"line\" d=\"{d}\" fill=\"none\" stroke=\"#000\" stroke-width=\"{width}\"{more}/>")
    };
    let hollow = "class=\"paper line\" fill=\"#fff\" stroke=\"#000\"";
    let mut drawn = match sign.kind {
        Some(MarkKind::Stance(stance)) => match stance {
            Stance::Wants => circle(5.5, &fill),
            Stance::Demands => circle(8.0, hollow) + &circle(4.5, &fill),
            Stance::Accepts => path(&format!("M{} {}h10v10h-10z", x - 5.0, y - 5.0), &fill),
            Stance::Offers => path(&format!("M{x} {}l6.5 11.5h-13z", y - 6.5), &fill),
            Stance::Floats => path(&format!("M{x} {}l6.5 6.5l-6.5 6.5l-6.5 -6.5z", y - 6.5), &fill),
            Stance::Rejects => {
                let width = if sign.account || sign.our_reading { 1.4 } else { 3.0 };
                stroke(&format!("M{} {}l10 10m0 -10l-10 10", x - 5.0, y - 5.0), width, "")
            }
            Stance::OneOf => {
                circle(5.5, hollow)
                    + &path(
                        &format!("M{x} {}a5.5 5.5 0 0 0 0 11z", y - 5.5),
                        "class=\"ink line\" fill=\"#000\" stroke=\"#000\"",
                    )
            }
            Stance::Between => stroke(&format!("M{} {y}h14m-4 -4l4 4l-4 4m-6 -8l-4 4l4 4", x - 7.0), 1.6, ""),
            Stance::WantsAll => circle(6.0, hollow) + &stroke(&format!("M{} {y}h7m-3.5 -3.5v7", x - 3.5), 1.8, ""),
        },
        Some(MarkKind::CrossesLine) => stroke(&format!("M{x} {}v14", y - 7.0), 4.0, ""),
        Some(MarkKind::MayCrossLine) => stroke(&format!("M{x} {}v14", y - 7.0), 4.0, " stroke-dasharray=\"3 2.5\""),
        Some(MarkKind::InDraft) => path(&format!("M{} {}h6l3 3v9h-9z", x - 4.5, y - 6.0), hollow),
        None if sign.account || sign.our_reading || sign.older => circle(5.5, &fill),
        None if sign.conditional || sign.contradicted || sign.weaker => String::new(),
        None => format!("<circle class=\"ink\" cx=\"{x}\" cy=\"{y}\" r=\"1.3\" fill=\"#000\"/>"),
    };
    if sign.conditional && sign.kind != Some(MarkKind::MayCrossLine) {
        drawn.push_str(&format!(
            "<circle class=\"line\" cx=\"{x}\" cy=\"{y}\" r=\"9\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.2\" stroke-dasharray=\"2.6 2\"/>"
        ));
    }
    if sign.older { format!("<g opacity=\"0.45\">{drawn}</g>") } else { drawn }
}

/// What the shapes of a picture mean, one beside the other; each shape stands right of its origin, 28 wide.
fn legend(items: &[(String, &str)], top: f64, width: f64, body: &mut String) -> f64 {
    let (mut x, mut y) = (2.0, top);
    for (shape, words) in items {
        let wide = 34.0 + measure(words, SMALL) + 16.0;
        if x > 2.0 && x + wide > width {
            (x, y) = (2.0, y + 20.0);
        }
        body.push_str(&format!("<g transform=\"translate({} {})\">{shape}", scale::at(x), scale::at(y)));
        body.push_str(&text(34.0, 4.0, SMALL, "", words));
        body.push_str("</g>\n");
        x += wide;
    }
    if items.is_empty() { top - 14.0 } else { y + 8.0 }
}

fn mark_width(sign: &Sign) -> f64 {
    SHAPE + measure(&sign.letters(), LETTER) + 8.0
}

fn line(from: (f64, f64), to: (f64, f64), width: f64) -> String {
    format!(
        "<path class=\"line faint\" d=\"M{} {}L{} {}\" stroke=\"#000\" stroke-width=\"{width}\"/>\n",
        from.0, from.1, to.0, to.1
    )
}

fn text(x: f64, y: f64, size: f64, style: &str, words: &str) -> String {
    format!(
        "<text class=\"ink\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"#000\"{style}>{}</text>",
        escape(words)
    )
}

fn advance(letter: char, size: f64) -> f64 {
    match letter.width().unwrap_or(0) {
        0 => 0.0,
        1 if letter.is_uppercase() || matches!(letter, 'm' | 'w' | '…' | '—' | '&' | '%') => size * 0.72,
        1 => size * ADVANCE,
        _ => size * 1.05,
    }
}

/// The width of words, a little more than the usual typefaces need.
pub(crate) fn measure(words: &str, size: f64) -> f64 {
    words.chars().map(|letter| advance(letter, size)).sum()
}

/// Words cut to a width, with an ellipsis where something is gone.
fn fit(words: &str, size: f64, room: f64) -> String {
    let words = clean(words);
    if measure(&words, size) <= room {
        return words;
    }
    let mut kept = String::new();
    let mut used = advance('…', size);
    for letter in words.chars() {
        used += advance(letter, size);
        if used > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';']))
}

/// Words on at most `most` lines of a width; the last ends in an ellipsis where something is gone.
fn wrap(words: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let words = clean(words);
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').flat_map(|word| pieces(word, size, room)) {
        let word = word.as_str();
        let fits =
            lines.last().is_some_and(|line| measure(line, size) + measure(" ", size) + measure(word, size) <= room);
        if let (true, Some(line)) = (fits, lines.last_mut()) {
            line.push(' ');
            line.push_str(word);
        } else if lines.len() == most {
            // The last line ends after a whole word where it holds more than one.
            if let Some(line) = lines.last_mut() {
                while measure(line, size) + advance('…', size) > room {
                    let Some(end) = line.rfind(' ') else { break };
                    line.truncate(end);
                }
                let kept = line.trim_end_matches([',', ';', ':', ' ', '…']).len();
                line.truncate(kept);
                *line = fit(&format!("{line}…"), size, room);
            }
            break;
        } else {
            lines.push(fit(word, size, room));
        }
    }
    lines
}

/// A word in pieces that fit a width, each but the last with a hyphen; none for no word.
fn pieces(word: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for letter in word.chars() {
        if !piece.is_empty()
            && measure(word, size) > room
            && measure(&piece, size) + advance(letter, size) + advance('-', size) > room
        {
            pieces.push(std::mem::take(&mut piece) + "-");
        }
        piece.push(letter);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Text for XML: cleaned, with the five signs that have a meaning escaped.
fn escape(words: &str) -> String {
    crate::html::escape(words)
}
