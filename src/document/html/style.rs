//! How a page looks. System fonts only, so that nothing has to be fetched; greys only, so that it reads the same on a
//! grey printer and to whoever does not see colours.

/// The style sheet.
pub(super) const STYLE: &str = "\
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 Georgia, 'Times New Roman', serif; max-width: 174mm; margin: 0 auto; padding: 1em; color: #000; \
background: #fff; overflow-wrap: anywhere }
h1 { font-size: 16pt } h2 { font-size: 13pt; margin-top: 1.6em } h3 { font-size: 11.5pt; margin: 1.2em 0 .3em }
h4 { font-size: 11pt; font-style: italic; margin: 1em 0 .3em } h1, h2, h3, h4, caption { break-after: avoid }
h1, h2, h3, h4, p, li, td, th, caption, figcaption, blockquote footer { unicode-bidi: plaintext }
p, li, td, th { white-space: pre-line }
.together { break-inside: avoid; margin: 1em 0 }
.labelled { display: flex; gap: .8em } .labelled b { flex: none; min-width: 2em; max-width: 30% } p { margin: .4em 0 }
.onward { padding-left: 2.8em } ul { list-style: none; margin: .4em 0; padding-left: 2.8em } .leads { white-space: nowrap; margin-left: .6em }
blockquote { margin: .6em 0 .6em 1.4em; padding-left: .8em; border-left: 2pt solid #999; break-inside: avoid }
blockquote footer, .remark { font-size: 9pt; color: #333 }
table { border-collapse: collapse; width: 100%; margin: .4em 0 } tr { break-inside: avoid }
caption, figcaption { text-align: left; font-weight: bold; padding: .4em 0 }
th, td { overflow-wrap: break-word; text-align: left; font-weight: normal; padding: .25em .5em; vertical-align: bottom }
.ruled { break-inside: avoid } .ruled .none { border: 0; height: auto } .ruled td { border-bottom: .6pt solid #000; height: 8mm }
.ruled td:first-child { border: 0; font-size: 8pt; white-space: nowrap }
.ruled td:last-child { width: 100% } .ruled th { font-size: 8pt } .ruled .narrow { width: 14mm; min-width: 14mm; border-right: .3pt solid #999 }
.cells td, .cells th { border-bottom: .3pt solid #999; vertical-align: top } .cells thead th { font-weight: bold; vertical-align: bottom; \
border-bottom: .8pt solid #000 }
@page wide { size: A4 landscape; margin: 12mm } .wide { page: wide; font-size: 8pt; min-width: 100%; width: max-content } .wide td { max-width: 16em } \
.wide thead th { position: sticky; top: 0; background: #fff } .wide tbody th { position: sticky; left: 0; background: #fff; min-width: 7em }
@media print { .wide { width: 100% } .wide thead th, .wide tbody th { position: static } }
.cells .tick { text-align: center } .cells .number { text-align: right } .shade { text-align: center; print-color-adjust: exact; \
-webkit-print-color-adjust: exact }
.s0 { background: #ffffff } .s1 { background: #ececec } .s2 { background: #d9d9d9 } .s3 { background: #c6c6c6 } .s4 { background: #b3b3b3 } .s5 { background: #a0a0a0 }
.s6 { background: #606060; color: #fff } .s7 { background: #4d4d4d; color: #fff } .s8 { background: #3a3a3a; color: #fff } .s9 { background: #272727; color: #fff } .s10 { background: #141414; color: #fff }
figure { margin: 1em 0; break-inside: avoid } svg { display: block; width: 100%; height: auto; print-color-adjust: exact; \
-webkit-print-color-adjust: exact } svg text { font: 12px Arial, Helvetica, sans-serif; unicode-bidi: plaintext }
.long { overflow-wrap: anywhere } svg .dark { fill: #fff } svg .name { font-weight: bold }
body > footer { margin-top: 2em; border-top: .6pt solid #000; font-size: 8pt }
:target { outline: 2pt solid #000; outline-offset: 2pt }
@media print { body { padding: 0; max-width: none } }
";
