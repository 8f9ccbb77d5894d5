//! Charts of a page, drawn as SVG in the page itself; a heat map is a table whose cells are shaded.
//!
//! Parts of a bar differ by greys far apart and by patterns, each has a border, and the numbers stand on the bars or
//! right below them, so that nothing is told by a shade alone. Whoever cannot see it is read the title and the words.

use unicode_width::UnicodeWidthStr as _;

use super::{Page, escaped};
use crate::document::chart::share_of;
use crate::document::shade::Shade;
use crate::document::{Amount, Chart, ChartKind, wrap};

/// How wide a drawing is, in its own pixels; on the page it takes the whole width.
const WIDTH: usize = 640;
/// About how wide a letter is.
const LETTER: usize = 7;
/// How high a line of words is.
const LINE: usize = 16;
/// Letters that fit on a line of words.
const LINE_LETTERS: usize = WIDTH / LETTER - 3;

impl Page {
    pub(super) fn chart(&mut self, chart: &Chart) {
        self.charts += 1;
        self.put("<figure>\n");
        self.line("figcaption", "", &chart.title);
        let most = chart.most();
        match &chart.kind {
            ChartKind::Stacked { parts, bars } => {
                let mut drawing = Drawing::new(self, most);
                drawing.legend(parts);
                for (name, amounts) in bars {
                    drawing.stacked(name, parts, amounts);
                }
                let drawn = drawing.out_and_height();
                self.drawn(chart, &drawn);
            }
            ChartKind::Paired { names, unit, rows } => {
                let mut drawing = Drawing::new(self, most);
                drawing.legend(names);
                for (name, pair) in rows {
                    drawing.paired(name, pair, unit);
                }
                let drawn = drawing.out_and_height();
                self.drawn(chart, &drawn);
            }
            ChartKind::Heat { columns, rows } => {
                self.heat(columns, rows, most);
                self.remark(&chart.in_words);
            }
        }
        self.put("</figure>\n");
    }

    fn drawn(&mut self, chart: &Chart, (out, height): &(String, usize)) {
        let number = self.charts;
        let (title, words) = (escaped(&chart.title), escaped(&chart.in_words));
        self.put(&format!(
            "<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" aria-labelledby=\"chart-{number}-title\" \
             aria-describedby=\"chart-{number}-words\">\n<title id=\"chart-{number}-title\">{title}</title>\n\
             <desc id=\"chart-{number}-words\">{words}</desc>\n{}{out}</svg>\n",
            patterns(number),
        ));
    }

    fn heat(&mut self, columns: &[String], rows: &[(String, Vec<Amount>)], most: u64) {
        self.put("<table class=\"cells\">\n");
        let heads: Vec<String> = std::iter::once(String::new()).chain(columns.iter().cloned()).collect();
        self.head(&heads, |_| false);
        self.put("<tbody>\n");
        for (name, amounts) in rows {
            self.put(&format!("<tr><th scope=\"row\">{}</th>", escaped(name)));
            for amount in amounts {
                let found = self.found_by(amount);
                let step = Shade::of(share_of(amount, most).unwrap_or(0)).step;
                self.put(&format!("<td class=\"shade s{step}\"{found}>{}</td>", escaped(&amount.shown)));
            }
            self.put("</tr>\n");
        }
        self.put("</tbody>\n</table>\n");
    }
}

/// A drawing that grows downwards.
struct Drawing<'p> {
    page: &'p mut Page,
    out: String,
    /// Where the next thing goes.
    top: usize,
    /// What full width stands for.
    most: u64,
}

impl<'p> Drawing<'p> {
    const fn new(page: &'p mut Page, most: u64) -> Self {
        Self { page, out: String::new(), top: 0, most }
    }

    fn out_and_height(self) -> (String, usize) {
        (self.out, self.top + 4)
    }

    /// What each fill means.
    fn legend(&mut self, names: &[String]) {
        let mut left = 0;
        for (part, name) in names.iter().enumerate() {
            let wide = 20 + name.width() * LETTER + 14;
            if left > 0 && left + wide > WIDTH {
                left = 0;
                self.top += LINE + 2;
            }
            let (fill, top) = (self.fill(part), self.top + 1);
            self.out.push_str(&format!(
                "<rect x=\"{}\" y=\"{top}\" width=\"13\" height=\"13\" fill=\"{fill}\" stroke=\"#000\"/>\n",
                left + 1
            ));
            let lines = self.words("", left + 20, name);
            self.top += (lines - 1) * LINE;
            left += wide;
        }
        self.top += LINE + 8;
    }

    /// One bar, its numbers on it; what is too narrow for its number is told below the bar.
    fn stacked(&mut self, name: &str, parts: &[String], amounts: &[Amount]) {
        self.name(name);
        let (mut before, mut below) = (0_u64, Vec::new());
        for (part, amount) in amounts.iter().enumerate() {
            let left = self.long(before, WIDTH - 2);
            before = before.saturating_add(amount.value.unwrap_or(0));
            let long = self.long(before, WIDTH - 2) - left;
            if long > 0 {
                self.bar(part, left, long, 22);
            }
            if long >= amount.shown.width() * LETTER + 6 {
                self.on_bar(part, left + 1 + long / 2, amount);
            } else {
                below.push((parts.get(part).map_or("", String::as_str), amount));
            }
        }
        self.top += if before > 0 { 26 } else { 2 };
        self.below(&below);
        self.top += 10;
    }

    /// A number in the middle of its part of a bar; where that has a pattern, on a white ground, to be read.
    fn on_bar(&mut self, part: usize, middle: usize, amount: &Amount) {
        if self.fill(part).starts_with("url") {
            let wide = amount.shown.width() * LETTER + 4;
            let (left, top) = (middle.saturating_sub(wide / 2), self.top + 3);
            self.out.push_str(&format!(
                "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"16\" fill=\"#fff\"/>\n"
            ));
        }
        let look = if part.is_multiple_of(8) { "dark" } else { "light" };
        self.number([look, "middle"], [middle, self.top + 15], &amount.shown, amount);
    }

    fn below(&mut self, amounts: &[(&str, &Amount)]) {
        let mut left = 0;
        for (name, amount) in amounts {
            let told =
                if name.is_empty() { amount.shown.clone() } else { format!("{name}: {}", amount.shown) };
            let wide = (told.width() + 3) * LETTER;
            if left > 0 && left + wide > WIDTH {
                left = 0;
                self.top += LINE;
            }
            self.number(["light", "start"], [left, self.top + 11], &told, amount);
            left += wide;
        }
        if !amounts.is_empty() {
            self.top += LINE;
        }
    }

    /// Two bars below each other, each with its number behind it.
    fn paired(&mut self, name: &str, pair: &[Amount; 2], unit: &str) {
        const ROOM: usize = 140;
        self.name(name);
        for (part, amount) in pair.iter().enumerate() {
            let long = self.long(amount.value.unwrap_or(0), WIDTH - ROOM);
            if long > 0 {
                self.bar(part, 0, long, 14);
            }
            let told = match unit {
                "" => amount.shown.clone(),
                unit => format!("{} {unit}", amount.shown),
            };
            self.number(["light", "start"], [long + 8, self.top + 11], &told, amount);
            self.top += 16;
        }
        self.top += 8;
    }

    fn name(&mut self, name: &str) {
        let lines = self.words(" class=\"name\"", 0, name);
        self.top += lines * LINE + 2;
    }

    /// Words from here down; gives the number of lines.
    fn words(&mut self, attributes: &str, left: usize, text: &str) -> usize {
        let room = LINE_LETTERS.saturating_sub(left / LETTER).max(20);
        let lines = wrap::lines(text, room);
        for (place, line) in lines.iter().enumerate() {
            let below = self.top + 12 + place * LINE;
            self.out.push_str(&format!(
                "<text{attributes} x=\"{left}\" y=\"{below}\">{}</text>\n",
                escaped(line)
            ));
        }
        lines.len()
    }

    fn number(&mut self, [look, from]: [&str; 2], [left, below]: [usize; 2], told: &str, amount: &Amount) {
        let id = self.page.id(amount.anchor.as_deref());
        let anchor = amount.anchor.as_ref().map(|anchor| format!("<title>{}</title>", escaped(anchor)));
        self.out.push_str(&format!(
            "<text class=\"{look}\" text-anchor=\"{from}\" x=\"{left}\" y=\"{below}\"{id}>{}{}</text>\n",
            anchor.unwrap_or_default(),
            escaped(told)
        ));
    }

    fn bar(&mut self, part: usize, left: usize, long: usize, high: usize) {
        let (fill, top) = (self.fill(part), self.top);
        self.out.push_str(&format!(
            "<rect x=\"{}\" y=\"{top}\" width=\"{long}\" height=\"{high}\" fill=\"{fill}\" stroke=\"#000\"/>\n",
            left + 1
        ));
    }

    /// How long a number is, of `room` for the most.
    fn long(&self, value: u64, room: usize) -> usize {
        let long = u128::from(value) * room as u128 / u128::from(self.most);
        usize::try_from(long).map_or(room, |long| long.min(room))
    }

    /// The fill of a part: greys in strong steps, patterns in between. After eight they begin again.
    fn fill(&self, part: usize) -> String {
        let number = self.page.charts;
        match part % 8 {
            0 => "#333".to_owned(),
            1 => "#ccc".to_owned(),
            2 => format!("url(#chart-{number}-lines)"),
            3 => "#808080".to_owned(),
            4 => format!("url(#chart-{number}-dots)"),
            5 => "#fff".to_owned(),
            6 => format!("url(#chart-{number}-net)"),
            _ => format!("url(#chart-{number}-rows)"),
        }
    }
}

fn patterns(number: usize) -> String {
    let pattern = |name: &str, marks: &str| {
        format!(
            "<pattern id=\"chart-{number}-{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"8\" height=\"8\" fill=\"#fff\"/>{marks}</pattern>\n"
        )
    };
    let path = |d: &str| format!("<path d=\"{d}\" stroke=\"#000\" stroke-width=\"1.4\" fill=\"none\"/>");
    let all = [
        pattern("lines", &path("M-2 2L2 -2M0 8L8 0M6 10L10 6")),
        pattern("dots", "<circle cx=\"4\" cy=\"4\" r=\"1.6\" fill=\"#000\"/>"),
        pattern("net", &path("M0 4H8M4 0V8")),
        pattern("rows", &path("M0 4H8")),
    ];
    format!("<defs>\n{}</defs>\n", all.concat())
}

#[cfg(test)]
mod tests {
    use crate::document::{Amount, Block, Chart, ChartKind, Document, html};

    fn page(kind: ChartKind) -> String {
        let chart = Chart { title: "Answers".to_owned(), in_words: "Most said yes.".to_owned(), kind };
        html::written(&Document { blocks: vec![Block::Chart(chart)], ..Document::default() })
    }

    #[test]
    fn a_chart_has_a_title_and_words_for_who_cannot_see_it_and_its_numbers_on_the_bars() {
        let bars = vec![(
            "Norwich".to_owned(),
            vec![Amount::counted(5).anchored("q1.yes"), Amount::hidden("under 3"), Amount::counted(4)],
        )];
        let parts = ["Yes", "No", "Not yet"].map(str::to_owned).into();
        let page = page(ChartKind::Stacked { parts, bars });
        for told in [
            "<svg role=\"img\"",
            "<title id=\"chart-1-title\">Answers</title>",
            "<desc id=\"chart-1-words\">Most said yes.</desc>",
            "text-anchor=\"middle\" x=\"178\" y=\"57\" id=\"q1.yes\"><title>q1.yes</title>5</text>",
            ">No: under 3</text>",
            "fill=\"url(#chart-1-lines)\"",
        ] {
            assert!(page.contains(told), "{told}\n{page}");
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_number_and_the_longest_stays_in_the_picture() {
        let rows = vec![
            ("Strategy".to_owned(), [Amount::counted(u64::MAX), Amount::counted(u64::MAX / 2)]),
            ("Funding".to_owned(), [Amount::counted(0), Amount::hidden("–")]),
        ];
        let names = ["Planned", "Spent"].map(str::to_owned);
        let page = page(ChartKind::Paired { names, unit: "min".to_owned(), rows });
        assert!(
            page.contains("width=\"500\" height=\"14\"") && page.contains("width=\"249\" height=\"14\""),
            "{page}"
        );
        assert_eq!(page.matches("height=\"14\"").count(), 2, "nothing is drawn for nothing");
        assert!(page.contains(">0 min</text>") && page.contains(">– min</text>"));
    }

    #[test]
    fn a_heat_map_is_a_table_that_can_be_read_by_its_heads() {
        let rows = vec![("Norwich".to_owned(), vec![Amount::counted(10), Amount::counted(1)])];
        let page = page(ChartKind::Heat { columns: vec!["Funding".to_owned(), "Training".to_owned()], rows });
        assert!(page.contains(
            "<th scope=\"row\">Norwich</th><td class=\"shade s10\">10</td><td class=\"shade s1\">1</td>"
        ));
        assert!(page.contains("<p class=\"remark\">Most said yes.</p>"));
    }
}
