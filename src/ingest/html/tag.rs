//! Names of elements of HTML and NITF, and what the parser and the text writer need to know of each.
//!
//! Owns the classes of elements (void, raw text, block, inline, scope). Does not own what an element
//! says about its content: that is for those who look for the main text or the metadata.

macro_rules! tags {
    ($($tag:ident $($name:literal)*;)*) => {
        /// What a node is. Several names share a tag where no difference is made between them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Tag { $($tag),* }

        fn named(name: &[u8]) -> Tag {
            match name {
                $($($name => Tag::$tag,)*)*
                _ => Tag::Other,
            }
        }
    };
}

tags! {
    Root; Text; Other; Anchor;
    A b"a"; Article b"article"; Aside b"aside"; Audio b"audio"; B b"b"; Base b"base" b"basefont" b"bgsound";
    Blockquote b"blockquote"; Body b"body"; Br b"br"; Button b"button"; Canvas b"canvas";
    Caption b"caption"; Center b"center" b"address" b"dir" b"hgroup" b"search"; Col b"col" b"param" b"track" b"area" b"wbr";
    Colgroup b"colgroup"; Dd b"dd"; Details b"details"; Dialog b"dialog"; Div b"div"; Dl b"dl"; Dt b"dt";
    Em b"em"; Embed b"embed"; Fieldset b"fieldset"; Figcaption b"figcaption"; Figure b"figure";
    Font b"font"; Footer b"footer"; Form b"form";
    H1 b"h1"; H2 b"h2"; H3 b"h3"; H4 b"h4"; H5 b"h5"; H6 b"h6";
    Head b"head"; Header b"header"; Hr b"hr"; Html b"html"; I b"i"; Iframe b"iframe" b"noembed" b"noframes" b"xmp";
    Img b"img"; Input b"input" b"keygen"; Label b"label"; Legend b"legend"; Li b"li"; Link b"link";
    Main b"main"; Media b"media"; Menu b"menu"; Meta b"meta"; Nav b"nav";
    Nitf b"abstract" b"block" b"body.content" b"body.end" b"body.head" b"bq" b"byline" b"dateline" b"distributor"
        b"fn" b"hedline" b"hl1" b"hl2" b"note" b"paragraph" b"tagline";
    Noscript b"noscript"; Object b"object" b"applet" b"marquee";
    Ol b"ol"; Option b"option" b"optgroup"; P b"p"; Picture b"picture"; Pre b"pre" b"listing"; Script b"script";
    Section b"section"; Select b"select"; Small b"small"; Source b"source"; Span b"span"; Strong b"strong";
    Style b"style"; Sub b"sub"; Summary b"summary"; Sup b"sup"; Svg b"svg" b"math"; Table b"table";
    Tbody b"tbody" b"thead" b"tfoot"; Td b"td" b"th" b"nitf-col"; Template b"template"; Textarea b"textarea";
    Time b"time"; Title b"title"; Tr b"tr"; U b"u"; Ul b"ul"; Video b"video";
}

impl Tag {
    /// The tag of an element's name, in any case.
    pub(crate) fn of(name: &[u8]) -> Tag {
        let mut lower = [0; 12];
        let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        named(lower)
    }

    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        use Tag::*;
        matches!(self, Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Source)
    }

    /// Everything up to the element's own end tag is its text.
    pub(crate) fn is_raw_text(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Textarea | Title | Iframe)
    }

    /// Raw text that somebody reads: the page's title and its structured data.
    pub(crate) fn keeps_raw_text(self) -> bool {
        matches!(self, Tag::Script | Tag::Title)
    }

    /// May stand in the page's head.
    pub(crate) fn is_head_only(self) -> bool {
        use Tag::*;
        matches!(self, Html | Head | Title | Base | Link | Meta | Style | Script | Noscript | Template)
    }

    /// h1 to h6.
    pub(crate) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// Begins and ends a line of text.
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Root | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Head
                | Header
                | Hr
                | Html
                | Legend
                | Li
                | Main
                | Menu
                | Nav
                | Nitf
                | Ol
                | Option
                | P
                | Pre
                | Section
                | Select
                | Summary
                | Table
                | Tbody
                | Td
                | Template
                | Tr
                | Ul
        ) || self.is_heading()
    }

    /// Runs within a line of text.
    pub(crate) fn is_inline(self) -> bool {
        !self.is_block()
    }

    /// A start tag of it ends an open paragraph.
    pub(crate) fn ends_paragraph(self) -> bool {
        use Tag::*;
        self.is_block()
            && !matches!(
                self,
                Body | Caption | Head | Html | Legend | Option | Select | Tbody | Td | Template | Tr
            )
    }

    /// An end tag does not reach beyond it.
    pub(crate) fn is_scope(self) -> bool {
        use Tag::*;
        matches!(self, Root | Html | Table | Td | Caption | Object | Template)
    }
}
