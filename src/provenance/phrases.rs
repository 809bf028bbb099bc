//! The set phrases of credits in many languages, and the finding of them in folded text.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::fold::{folded, has_edges, is_edge};

/// Phrases of one kind.
pub(crate) struct Phrases(LazyLock<Known>);

struct Known {
    /// Folded, longest first.
    all: Vec<String>,
    finder: AhoCorasick,
}

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub(crate) static $name: Phrases = Phrases(LazyLock::new(|| read($text)));)*
    };
}

fn read(text: &str) -> Known {
    let mut all: Vec<String> =
        text.split('|').map(|phrase| folded(phrase.trim())).filter(|p| !p.is_empty()).collect();
    all.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    all.dedup();
    let finder = AhoCorasick::new(&all).expect("the phrases are few and short");
    Known { all, finder }
}

impl Phrases {
    /// Whether one of them is all of `text`.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0.all.iter().any(|phrase| phrase == text)
    }

    /// The length of the longest that `text` starts with, as words.
    pub(crate) fn start_of(&self, text: &str) -> Option<usize> {
        let all = self.0.all.iter().filter(|phrase| text.starts_with(phrase.as_str()));
        all.map(String::len).find(|&end| is_edge(text[..end].chars().next_back(), text[end..].chars().next()))
    }

    /// The length of the longest that `text` ends with, as words.
    pub(crate) fn end_of(&self, text: &str) -> Option<usize> {
        let all = self.0.all.iter().filter(|phrase| text.ends_with(phrase.as_str()));
        all.map(String::len).find(|&length| {
            let at = text.len() - length;
            is_edge(text[..at].chars().next_back(), text[at..].chars().next())
        })
    }

    /// Start and end of the first in `text`, as words; of two at one place, the longer.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, usize)> {
        let found = self.0.finder.find_overlapping_iter(text).map(|hit| (hit.start(), hit.end()));
        let words = found.filter(|&(at, end)| has_edges(text, &(at..end)));
        words.min_by_key(|&(at, end)| (at, std::cmp::Reverse(end)))
    }
}

phrases! {
    /// Agencies that are not named.
    AGENCIES = "agencies|news agencies|wire services|wires|agency reports|agences|les agences|agences de presse|
        agenturen|nachrichtenagenturen|agenturmaterial|agencias|agencias de noticias|agencias internacionales|servicios|
        agências|agências internacionais|agenzie|agencje|agentschappen|persbureaus|ajanslar|haber ajansları|агентства|
        информагентства|агенції|وكالات|الوكالات|وكالات الأنباء|وكالات أنباء|综合外电|綜合外電|外电|外電|通讯社|通信各社|외신";
    /// A newsroom, which signs for itself.
    NEWSROOM = "redaktion|red|redaction|la redaction|redaccion|redacao|redazione|redactie|redakcja|haber merkezi|newsroom|
        news desk|newsdesk|staff|staff reporter|staff writer|our correspondent|web desk|desk|редакция|editor|editors";
    /// Words before an agency's name.
    BEFORE_NAME = "the|la|le|les|l'|el|los|il|lo|der|die|das|den|dem|de|het|o|os|as|a|da|do|das|dos|del|della|dell'|d'|
        agency|news agency|agence|l'agence|agence de presse|agentur|nachrichtenagentur|der nachrichtenagentur|die nachrichtenagentur|agencia|la agencia|
        agencia de noticias|agenzia|agência|agencja|agencji|agenția|persbureau|ajansı|агентство|агентства|информагентство|
        информационное агентство|وكالة|وكالة أنباء|وكالة الأنباء|by|par|por|von|van|door|przez|da parte di|nyhetsbyran|据|據|text|texte";
    /// Words after an agency's name.
    AFTER_NAME = "news agency|press agency|newswire|wire|wire service|news service|news|agency|staff|staff writer|staff writers|
        writer|writers|reporter|reporters|correspondent|editor|editor-at-large|columnist|contributor|agencia|haber ajansı|ajansı|ajansi|agentur|agence|通讯社|通訊社|电|電|
        记者|記者|讯|訊|特派员|기자|제공|配信|提供|發布|发布|報導|报道|報道|reports|reporting";
    /// What stands before a colon and the name of a source.
    SOURCE = "source|sources|news source|story source|article source|original source|source link|source of the article|source text|via|
        quelle|quellen|originalquelle|source de l'article|
        fuente|fuentes|fuente original|fonte|fonti|fontes|fonte originale|bron|bronnen|źródło|źródła|zrodlo|kaynak|haber kaynağı|kaynaklar|
        источник|источники|источник новости|джерело|المصدر|مصدر|مصدر الخبر|المصادر|منبع|来源|來源|资料来源|資料來源|
        稿源|消息来源|消息來源|新闻来源|新聞來源|文章来源|文章來源|本文来源|本文來源|信息来源|稿件来源|內容來源|内容来源|原文来源|原文來源|原文链接|原文連結|
        出典|出所|引用元|情報源|ソース|配信|配信元|提供|記事提供|ニュース提供|元記事|転載元|출처|자료출처|기사출처|원문|
        kilde|kilder|källa|källor|lähde|zdroj|zdroje|forrás|sursa|sursă|izvor|πηγή|nguồn|sumber|
        original|artículo original|article original|originalartikel|original article|read the original article|read the original|
        agency|agentur|agencia|agence|agenzia|agencja|распространено|оригинал|оригинал статьи";
    /// Partly fed by agencies, by words that also stand elsewhere: only agencies may follow.
    WITH = "with|avec|mit|con|com|met|za|z|cu|with agencies|ve|nach|из|по материалам|по данным|по сообщениям|据|據|综合|綜合|مع|نقلا عن|
        به نقل از|selon|d'après|laut|according to";
    /// Partly fed, by words that say so.
    FED = "with reporting by|with reporting from|with files from|with inputs from|with input from|with agency inputs|with agency inputs from|
        with material from|with information from|with contributions from|with additional reporting by|additional reporting by|
        additional reporting from|contains material from|contains reporting from|includes reporting from|based on reporting by|based on reports by|
        based on reports from|based on a report by|based on a report from|compiled from|from wire reports by|
        avec des informations de|avec les informations de|avec le concours de|d'après une dépêche de|à partir de dépêches de|
        avec l'agence|avec les agences|
        mit material von|mit material der|mit material des|mit materialien von|mit materialien der|mit informationen von|mit informationen der|
        mit agenturmaterial|mit agenturmaterial von|mit agenturen|unter verwendung von material von|unter verwendung von material der|
        mit texten von|zusammengestellt aus|nach material von|
        con información de|con informacion de la agencia|con informaciones de|con datos de|con despachos de|con material de|elaborado con información de|
        con contenido de|con aportes de|con agencias|
        com informações da|com informações do|com informações de|com informações das|com informações|com agências|com agência|com material da|com conteúdo da|
        con informazioni di|con il contributo di|con materiale di|con agenzie|
        met informatie van|met medewerking van|met materiaal van|in samenwerking met|
        na podstawie|z wykorzystaniem materiałów|przy współpracy|opracowanie na podstawie|
        по материалам|по материалам агентства|с использованием материалов|по информации агентства|за матеріалами|за інформацією|
        мы использовали материалы|بالاشتراك مع|بمساهمة|综合自|整理自|綜合自";
    /// Between a signature and the agency that helped.
    PARTLY = "avec|with|mit|con|com";
    /// After the name of an agency that has partly fed an article.
    CONTRIBUTED = "contributed to this report|contributed to this story|contributed to this article|contributed reporting|contributed to the report|
        contributed|reporting was edited for|reporting was edited|report was edited for|story was edited for|
        reporting was used in this|a contribué à cet article|ont contribué à cet article|hat zu diesem bericht beigetragen|
        trug zu diesem bericht bei|haben zu diesem bericht beigetragen|contribuyó a este reporte|contribuyó a este artículo|
        contribuyó con este reporte|contribuyeron a este informe|contribuyó a este informe|contribuiu para esta reportagem|
        ha contribuito a questo articolo|droeg bij aan dit artikel|에서 전재|より転載|から転載|の記事を編訳|の記事を翻訳";
    /// Published first by another: before its name.
    FIRST = "originally published on|originally published by|originally published in|originally published at|originally appeared on|
        originally appeared in|originally appeared at|originally posted on|originally posted at|originally posted by|first published by|first published on|
        first published in|first published at|first appeared on|first appeared in|first appeared at|appeared first on|appeared first in|appeared originally in|
        first posted on|republished from|republished with permission from|republished with permission of|republished courtesy of|
        republished here from|reprinted from|reprinted with permission from|reprinted with permission of|reproduced from|syndicated from|
        published in partnership with|cross-posted from|crossposted from|was produced by|article courtesy of|story courtesy of|
        published with permission from|adapted from|
        est paru dans|est paru sur|est paru à l'origine dans|est paru initialement dans|est paru initialement sur|est initialement paru dans|
        est initialement paru sur|initialement publié par|initialement publié sur|initialement publié dans|publié initialement par|
        publié initialement sur|publié initialement dans|publié à l'origine par|publié à l'origine sur|publié à l'origine dans|
        a d'abord été publié par|a d'abord été publié sur|a d'abord été publié dans|a été publié pour la première fois sur|
        a été publié pour la première fois dans|a été publié pour la première fois par|republié à partir de|republié de|repris de|
        reproduit avec l'autorisation de|est apparu en premier sur|
        erschien zuerst bei|erschien zuerst in|erschien zuerst im|erschien zuerst auf|erschien zunächst bei|erschien zunächst in|erschien zunächst auf|
        ist zuerst erschienen bei|ist zuerst erschienen in|ist zuerst erschienen auf|zuerst erschienen bei|zuerst erschienen in|zuerst erschienen im|
        zuerst erschienen auf|zuerst veröffentlicht bei|zuerst veröffentlicht von|zuerst veröffentlicht auf|zuerst veröffentlicht in|
        ursprünglich erschienen in|ursprünglich erschienen bei|ursprünglich erschienen auf|ursprünglich veröffentlicht von|ursprünglich veröffentlicht in|
        ursprünglich veröffentlicht auf|ursprünglich veröffentlicht bei|im original erschienen in|im original erschienen bei|im original erschienen auf|
        erschien im original bei|erschien im original in|erschien im original auf|erstmals erschienen in|erschien ursprünglich in|
        erschien ursprünglich bei|erschien ursprünglich auf|übernommen von|übernommen aus|
        publicado originalmente en|publicado originalmente por|publicó originalmente en|publicado por primera vez en|publicado por primera vez por|
        publicó primero en|apareció primero en|aparece primero en|apareció originalmente en|tomado de|reproducido de|reproducido con permiso de|republicado de|
        publicado originalmente em|publicado originalmente no|publicado originalmente na|publicado originalmente pelo|publicado originalmente pela|
        publicada originalmente em|publicada originalmente no|publicada originalmente na|publicada originalmente por|publicada originalmente pela|
        apareceu primeiro em|publicado primeiro em|publicado primeiro no|publicado primeiro na|reproduzido de|
        pubblicato originariamente su|pubblicato originariamente da|pubblicato originalmente su|pubblicato originalmente da|
        pubblicato originariamente in|pubblicato per la prima volta su|pubblicato per la prima volta da|pubblicato per la prima volta in|
        è apparso originariamente su|è apparso per la prima volta su|è uscito su|è stato pubblicato su|è stato pubblicato da|proviene da|
        articolo originale su|articolo originale di|ripubblicato da|per gentile concessione di|ripreso da|
        oorspronkelijk gepubliceerd op|oorspronkelijk gepubliceerd in|oorspronkelijk gepubliceerd door|oorspronkelijk verschenen in|oorspronkelijk verschenen op|
        oorspronkelijk verschenen bij|verscheen eerder op|verscheen eerder in|verscheen eerder bij|verscheen eerst op|verscheen eerst in|verscheen oorspronkelijk op|
        verscheen oorspronkelijk in|verscheen oorspronkelijk bij|overgenomen van|overgenomen uit|
        pierwotnie opublikowany w|pierwotnie opublikowany na|pierwotnie opublikowany przez|pierwotnie ukazał się w|pierwotnie ukazał się na|
        ukazał się pierwotnie w|ukazał się pierwotnie na|po raz pierwszy ukazał się w|po raz pierwszy opublikowano w|opublikowano pierwotnie w|
        pochodzi z serwisu|pochodzi z portalu|przedruk z|przedruk za|został opublikowany pierwotnie w|
        впервые опубликовано на|впервые опубликовано в|впервые опубликована на|впервые опубликована в|впервые опубликован в|впервые опубликован на|
        первоначально опубликовано на|первоначально опубликовано в|первоначально опубликована в|первоначально опубликована на|перепечатано из|перепечатка из|
        вперше опубліковано на|вперше опубліковано в|
        نشر هذا المقال أولا في|نشر هذا المقال في الأصل على|نشر هذا المقال في الأصل في|نشر لأول مرة في|نشر لأول مرة على|نشر أولا في|نشر في الأصل في|نقلا عن|
        本文转载自|本文轉載自|转载自|轉載自|转自|轉自|本文转自|本文轉自|摘自|本文来自|本文來自|原载于|原載於|原刊于|原刊於|首发于|首發於|编译自|編譯自|本文编译自|文章转载自|初出";
    /// A word at the beginning of a line by which an article speaks of itself.
    ITSELF = "this|these|the post|the article|the story|a version of this|an earlier version of this|article|story|cet|cette|l'article|le texte|
        dieser|diese|dieses|der beitrag|der artikel|der text|este|esta|la entrada|el artículo|la nota|artículo|o post|a matéria|o artigo|esse|essa|conteúdo|
        questo|questa|l'articolo|il post|dit|deze|het bericht|het artikel|ten|tekst|artykuł|niniejszy|bu|эта|этот|статья|материал|запись|текст|ця|цей|
        هذا|نشر|تم|本文|原文|この記事|이 기사";
    /// Who translated it, or from what.
    TRANSLATED = "translated by|translated from|translated and edited by|translated into|translation by|translation:|translation from|translation of|
        traduit par|traduit de|traduit du|traduit et|traduit et adapté|traduction:|traduction :|traduction de|traduction par|traduction d'|adapté de l'anglais|
        aus dem englischen|aus dem französischen|aus dem spanischen|aus dem italienischen|aus dem russischen|aus dem niederländischen|aus dem polnischen|
        aus dem türkischen|aus dem arabischen|aus dem chinesischen|aus dem japanischen|aus dem portugiesischen|aus dem ukrainischen|
        aus dem amerikanischen|übersetzt von|übersetzt aus|übersetzt:|übersetzung:|übersetzung von|übersetzung aus|übersetzer:|übersetzerin:|
        traducción de|traducción:|traducción del|traducción por|traducido por|traducido del|traducido de|
        tradução de|tradução:|tradução do|tradução por|traduzido por|traduzido do|traduzido de|traduzione di|traduzione:|traduzione a cura di|traduzione dal|
        traduzione dall'|tradotto da|tradotto dal|tradotto dall'|vertaling:|vertaling van|vertaling door|vertaald door|vertaald uit|
        tłumaczenie:|tłumaczenie z|tłumaczył|tłumaczyła|tłum.|przekład:|przekład z|przełożył|przełożyła|z angielskiego|
        çeviri:|çeviren:|çevirmen:|çev.|çeviri :|перевод:|перевод с|перевод из|перевёл|перевела|перевод -|переклад:|переклад з|переклав|переклала|
        ترجمة:|ترجمة :|ترجمها|ترجمه|ترجمة عن|المترجم:|翻译:|翻譯:|翻译|翻譯|译者|譯者|编译|編譯|編訳|翻訳|訳:|訳者|訳 |翻訳・編集|번역:|번역 :|번역|옮긴이";
    /// Whose the rights are.
    COPYRIGHT = "© copyright|copyright ©|copyright (c)|(c) copyright|©copyright|©|(c)|copyright|copr.|copr|\
        저작권자(c)|저작권자 (c)|저작권자|저작권자©|저작권자 ©|<저작권자(c)|<저작권자|<저작권자 (c)|riproduzione riservata © copyright|riproduzione riservata|
        tutti i diritti riservati|版权归|版權歸|版权所有:|版權所有:";
    /// A wire's reporters and editors.
    WIRE_DESK = "reporting by|additional reporting by|writing by|editing by|reporte de|reportaje de|editado por|reportagem de|
        bericht von|redigiert von|reportage|reportage de|reportage par|rédigé par|texte de";
    /// A wire's house style, without its name.
    REUTERS_STANDARDS = "our standards:|the thomson reuters trust principles|thomson reuters trust principles";
    /// Words of picture credits.
    PHOTO = "photo|photos|photograph|photographs|photographer|photography|picture|pictures|image|images|pic|file photo|handout|video|screenshot|
        graphic|graphics|illustration|cartoon|photographie|photographe|crédit photo|crédits photo|foto|fotos|fotografie|fotograf|bild|bilder|
        symbolbild|archivbild|archivfoto|bildquelle|bildfunk|dpa-bildfunk|bildnachweis|grafik|fotografía|fotografia|fotógrafo|imagen|imágenes|
        gráfico|imagem|imagens|immagine|immagini|immagini di|beeld|zdjęcie|zdjęcia|fot|fot.|fotoğraf|fotoğraflar|görsel|фото|фотография|снимок|
        иллюстрация|изображение|صورة|صور|الصورة|تصوير|getty|getty images|gettyimages|shutterstock|istock|alamy|imago|picture alliance|
        picture-alliance|epa|ap photo|afp photo|credit|crédit|crédits|caption|图|图片|圖|圖片|摄|攝|摄影|攝影|图源|圖源|照片|视频|視頻|
        写真|画像|撮影|映像|사진|영상|그래픽|이미지|titelbild|aufmacherbild|infografik|infographic|infographie";
    /// Links to other articles.
    RELATED = "read also|also read|read more|read next|see also|more on|more from|more:|related|recommended|watch|don't miss|you may also like|
        lire aussi|à lire aussi|à lire|voir aussi|sur le même thème|lesen sie auch|lesen sie mehr|mehr zum thema|mehr dazu|siehe auch|auch interessant|
        lea también|lea además|lee también|le puede interesar|te puede interesar|mira también|ver también|relacionada|relacionado|leia também|leia mais|
        veja também|saiba mais|leggi anche|guarda anche|lees ook|bekijk ook|czytaj też|czytaj także|zobacz też|zobacz także|czytaj więcej|ayrıca bakınız|
        ilgili haber|читайте также|смотрите также|читайте ще|اقرأ أيضا|اقرأ المزيد|شاهد أيضا|延伸阅读|延伸閱讀|相关阅读|相關閱讀|同場加映|关连阅读|
        あわせて読みたい|関連記事|関連|관련기사|함께 보기|tags|tag|topics|etiquetas|temas|themen|schlagwörter|mots-clés|теги";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_words_and_the_longest_counts() {
        assert_eq!(SOURCE.start_of("quelle: dpa"), Some(6));
        assert_eq!(SOURCE.start_of("quellenangabe: dpa"), None);
        assert_eq!(SOURCE.start_of("来源:新华社"), Some("来源".len()));
        assert_eq!(FED.find("das ist mit material der dpa"), Some((8, 24)));
        assert_eq!(AFTER_NAME.end_of("xinhua news agency"), Some("news agency".len()));
    }
}
