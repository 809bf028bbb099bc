//! The set phrases of credits in many languages, and the finding of them in folded text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::fold::{folded, has_edges, is_edge};

/// Phrases of one kind.
pub(crate) struct Phrases(LazyLock<Known>);

struct Known {
    /// Folded.
    all: HashSet<String>,
    /// By their first and by their last letter, longest first.
    starts: HashMap<char, Vec<String>>,
    ends: HashMap<char, Vec<String>>,
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
    let (mut starts, mut ends): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
    for phrase in &all {
        let letters = || phrase.chars();
        letters().next().into_iter().for_each(|c| starts.entry(c).or_default().push(phrase.clone()));
        letters().next_back().into_iter().for_each(|c| ends.entry(c).or_default().push(phrase.clone()));
    }
    Known { all: all.into_iter().collect(), starts, ends, finder }
}

impl Phrases {
    /// All of them, folded.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.all.iter().map(String::as_str)
    }

    /// Whether one of them is all of `text`.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0.all.contains(text)
    }

    /// The length of the longest that `text` starts with, as words.
    pub(crate) fn start_of(&self, text: &str) -> Option<usize> {
        let all = self.0.starts.get(&text.chars().next()?)?.iter();
        let all = all.filter(|phrase| text.starts_with(phrase.as_str()));
        all.map(String::len).find(|&end| is_edge(text[..end].chars().next_back(), text[end..].chars().next()))
    }

    /// The length of the longest that `text` ends with, as words.
    pub(crate) fn end_of(&self, text: &str) -> Option<usize> {
        let all = self.0.ends.get(&text.chars().next_back()?)?.iter();
        let all = all.filter(|phrase| text.ends_with(phrase.as_str()));
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
        информагентства|агенції|وكالات|الوكالات|وكالات الأنباء|وكالات أنباء|综合外电|綜合外電|外电|外電|通讯社|通信各社|외신|
        wire reports|wire service|wire report|from wire reports|from news services|news services|staff and wire reports|
        wire service reports|agency inputs|agency|agence|les agences de presse|agences internationales|agence de presse|
        agenturmeldungen|nachrichtenagentur|nachrichten-agenturen|agenturberichte|agencias informativas|agencia|
        agências de notícias|agencias de prensa|agências noticiosas|agenzie di stampa|agencje prasowe|agencjami|persbureau's|
        ajans|ajanslardan|ajans haberleri|информагентств|информационные агентства|агентств|وكالات أنباء عالمية|وكالات عالمية|
        الوكالات العالمية|综合外电报道|綜合外電報導|外电报道|外電報導|綜合報導|外信|외신종합|외신 종합|各通信社";
    /// What an agency is called before its name: "Agenzia di stampa polacca Pap".
    AN_AGENCY = "news agency|the news agency|agence|agence de presse|l'agence|nachrichtenagentur|die nachrichtenagentur|
        der nachrichtenagentur|presseagentur|agencia|agencia de noticias|la agencia|agência|agência de notícias|a agência|
        agenzia|agenzia di stampa|l'agenzia|agencja|agencja prasowa|agencji prasowej|persbureau|nieuwsagentschap|
        агентство|агентства|информационное агентство|информагентство|агенція|haber ajansı|وكالة|وكالة أنباء|وكالة الأنباء";
    /// A newsroom, which signs for itself.
    NEWSROOM = "traduzione della redazione|traduzione redazionale|traduction de la rédaction|traduction de notre rédaction|
        traducción de la redacción|tradução da redação|übersetzung der redaktion|übersetzt von der redaktion|
        vertaling van de redactie|vertaling redactie|tłumaczenie redakcji|tłum. redakcja|перевод редакции|
        translated by our staff|translation by our staff|translated by our newsroom|redaktion|red|redaction|la redaction|redaccion|redacao|redazione|redactie|redakcja|haber merkezi|newsroom|
        news desk|newsdesk|staff|staff reporter|staff writer|our correspondent|web desk|desk|редакция|editor|editors|
        rédaction en ligne|la rédaction|rédaction web|la redaction avec agences|online-redaktion|onlineredaktion|die redaktion|
        redaktion online|redacción web|redacción digital|redação online|redazione online|redazione web|onze redactie|
        van onze redactie|webredactie|redactie online|redakcja online|red.|opr.|oprac.|oprac|foreign staff|our foreign staff|
        guardian staff|online desk|news service|web team|agency desk|international desk|dış haberler|dış haberler servisi|
        haber servisi|온라인뉴스팀|온라인 뉴스팀|디지털뉴스팀|국제부|編集部|国際部|外信部|قسم الأخبار|هيئة التحرير|التحرير|by our foreign staff|our reporter|
        our reporters";
    /// Words before an agency's name.
    BEFORE_NAME = "the|la|le|les|l'|el|los|il|lo|der|die|das|den|dem|de|het|o|os|as|a|da|do|das|dos|del|della|dell'|d'|
        agency|news agency|agence|l'agence|agence de presse|agentur|nachrichtenagentur|der nachrichtenagentur|die nachrichtenagentur|agencia|la agencia|
        agencia de noticias|agenzia|agência|agencja|agencji|agenția|persbureau|ajansı|агентство|агентства|информагентство|
        информационное агентство|وكالة|وكالة أنباء|وكالة الأنباء|by|par|por|von|van|door|przez|da parte di|nyhetsbyran|据|據|text|texte|
        texto|testo|tekst|текст|author|auteur|autor|autore|автор|yazar|haber|muhabir|editör|haber-kamera|redaktion|opracowanie|
        opracował|opracowała|oprac|opr|autorka|materiał|treść|informacja|contenu|contenido|conteúdo|contenuto|inhalt|
        published by|posted by|publié par|publicado por|pubblicato da|a cura di|rédigé par|written by|di|dei|gli|kredyt|
        the news agency|news|repórter da|repórter do|reporter|with|avec|mit|con|com|met|et|und|and|e|y|i|ve|en|c/|dépêche|
        une dépêche|dépêche de|dépêche de l'|nota de|noticia de|información de|informação da|informações da|informações do|
        notícia da|artigo da|nieuws van|notizia di|notizie di|meldung der|meldung von|bericht von|bericht der|bericht van|
        reportage|by our|onze|van onze|agentschap|agentur:|aus|nach|vía|via|كتب|كتبت|نص|متابعة|متابعات|文|撰文|记者|記者|电|新聞|기사|글|
        news by|story by|report by|words|words by|一般社団法人|株式会社|공감언론|(주)|주식회사|ооо|информагентства|российское агентство|корр.|корр|спецкорр.|соб. корр.|from|for|
        della agenzia|dall'agenzia|dell'agenzia|la dépêche|autorem|editor|edited by|editado por|edição|düzenleyen|derleyen|
        kaynak|rédaction|redactie|redacción|redação|redazione|redakcja";
    /// Words after an agency's name.
    AFTER_NAME = "news agency|press agency|newswire|wire|wire service|news service|news|agency|staff|staff writer|staff writers|
        writer|writers|reporter|reporters|correspondent|editor|editor-at-large|columnist|contributor|agencia|haber ajansı|ajansı|ajansi|agentur|agence|通讯社|通訊社|电|電|
        记者|記者|讯|訊|特派员|기자|제공|配信|提供|發布|发布|報導|报道|報道|reports|reporting|
        redakteur|redakteurin|redaktion|rédaction|redazione|redacción|redactie|rédacteur en chef|rédactrice en chef|
        redactora jefe|redactor jefe|directora|director|direttore|chief correspondent|political correspondent|
        business reporter|verslaggever|redacteur|redaktor|redaktorka|editör|muhabiri|корреспондент|журналист|haberleri|
        haberler|特約記者|特派員|通信員|综合|綜合|编辑|編輯|編集|特稿|快讯|快訊|消息|综合报道|리포터|특파원|news desk|bureau|service|llc|inc|inc.|gmbh|ag|s.a.|sa|
        ltd|corp|corp.|client|客户端|the news agency|feed|wire feed|staff reporters|reporter staff|correspondents|team";
    /// Before the outlet that a translation was made after.
    AFTER = "zuerst erschienen in|zuerst veröffentlicht in|erschienen in|paru dans|publicado en|publicado em|uscito su|
        overgenomen van|overgenomen uit|, de|, do|, da|, du|, di|, dal|, dalla|, aus|, aus der|, uit|, из|, naar|, nach|, after|, d'après|, selon|, según|, secondo|, segundo|, za|, według|, по";
    /// Languages, as credits of translations have them.
    TONGUE = "english|french|german|spanish|portuguese|italian|dutch|polish|turkish|russian|arabic|chinese|japanese|korean|
        ukrainian|hebrew|persian|hindi|greek|swedish|danish|norwegian|finnish|czech|hungarian|romanian|
        anglais|français|allemand|espagnol|portugais|italien|néerlandais|polonais|turc|russe|arabe|chinois|japonais|coréen|
        englisch|französisch|deutsch|spanisch|portugiesisch|italienisch|niederländisch|polnisch|türkisch|russisch|arabisch|
        chinesisch|japanisch|koreanisch|inglés|francés|alemán|español|portugués|italiano|ruso|árabe|chino|japonés|inglês|
        francês|alemão|espanhol|português|russo|chinês|inglese|francese|tedesco|spagnolo|portoghese|arabo|cinese|giapponese|
        engels|frans|duits|spaans|turks|russisch|arabisch|chinees|angielsku|niemiecku|francusku|rosyjsku";
    /// What stands before a colon and the name of a source.
    SOURCE = "source|sources|news source|story source|article source|original source|source link|source of the article|source text|via|
        quelle|quellen|originalquelle|source de l'article|
        fuente|fuentes|fuente original|fonte|fonti|fontes|fonte originale|bron|bronnen|źródło|źródła|zrodlo|kaynak|haber kaynağı|kaynaklar|
        источник|источники|источник новости|джерело|المصدر|مصدر|مصدر الخبر|المصادر|منبع|来源|來源|资料来源|資料來源|
        稿源|消息来源|消息來源|新闻来源|新聞來源|文章来源|文章來源|本文来源|本文來源|信息来源|稿件来源|內容來源|内容来源|原文来源|原文來源|原文链接|原文連結|
        出典|出所|引用元|情報源|ソース|配信|配信元|提供|記事提供|ニュース提供|元記事|転載元|출처|자료출처|기사출처|원문|
        kilde|kilder|källa|källor|lähde|zdroj|zdroje|forrás|sursa|sursă|izvor|πηγή|nguồn|sumber|
        original|artículo original|article original|originalartikel|original article|read the original article|read the original|
        agency|agentur|agencia|agence|agenzia|agencja|распространено|оригинал|оригинал статьи|
        verwendete quellen|quellenangabe|quelle des artikels|haberin kaynağı|alıntı|alıntılanan kaynak|kaynak site|kaynak link|
        kaynak linki|źródło artykułu|źródło tekstu|źródło informacji|źródło wiadomości|první zdroj|первоисточник|
        источник публикации|источник материала|источник информации|ссылка на источник|ссылка на оригинал|оригинал публикации|
        оригинал материала|оригинал новости|впервые опубликовано|الخبر الأصلي|المقال الأصلي|رابط المقال الأصلي|رابط المصدر|
        رابط الخبر|المصدر الأصلي|原载|原載|原文出处|原文出處|原文|出处|出處|来源网站|来源媒体|来源自|转自|轉自|转载自|轉載自|转载|轉載|文章源自|信源|供稿|来源于|新聞來源網站|引自|自料|原文鏈接|
        本文鏈接|원문 출처|원문출처|기사 출처|뉴스 출처|원문보기|원문 보기|원문 링크|원문링크|기사원문|기사 원문|기사제공|기사 제공|자료제공|자료 제공|뉴스제공|뉴스 제공|제공|출처 및 원문|記事元|記事配信元|
        情報提供|ニュースソース|引用|参照元|引用・出典|source article|sourced from|source credit|credits source|original article by|original link|
        original url|source originale|lien original|lien de l'article original|article d'origine|
        fuente de la noticia|fuente original de la noticia|enlace original|nota original|link original|fonte original|
        fonte da notícia|matéria original|link da matéria|fonte dell'articolo|articolo originale|con fonte|link originale|
        bronvermelding|originele bron|origineel artikel|origineel|przedruk|oryginał|oryginalny artykuł|przedruk za zgodą|
        link do oryginału|haberin linki|haberin orijinali|orijinal haber|overgenomen van|tomado de|tratto da|
        nach einer meldung von";
    /// Partly fed by agencies, by words that also stand elsewhere: only agencies may follow.
    WITH = "with|avec|mit|con|com|met|za|z|cu|with agencies|ve|nach|из|по материалам|по данным|по сообщениям|据|據|综合|綜合|مع|نقلا عن|
        به نقل از|selon|d'après|laut|according to|c/";
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
        мы использовали материалы|بالاشتراك مع|بمساهمة|综合自|整理自|綜合自|
        with assistance from|with additional reporting from|with wire reports from|with reports from|with reports by|
        with agency reports|with wires|with agency input|with inputs from agencies|including reporting from|
        using material from|includes material from|some material from|from a report by|avec la contribution de|avec l'appui de|
        avec dépêches|avec dépêches de|article rédigé avec|rédigé avec|écrit avec|d'après une dépêche|d'après des dépêches de|
        d'après les informations de|d'après l'agence|mit inhalten von|mit inhalten der|mit meldungen von|mit meldungen der|
        mit angaben von|mit informationen der nachrichtenagentur|mit material der nachrichtenagentur|
        mit informationen der nachrichtenagenturen|mit material der nachrichtenagenturen|mit agenturberichten|
        mit agenturmeldungen|auf basis von material der|auf basis von|con reportes de|con reporte de|con información de la|
        con informes de|con información y fotos de|con notas de|a partir de información de|con colaboración de|
        basado en información de|com informações de agências|com informação da|com reportagem de|
        com reportagem da|com textos da|com dados da|com conteúdo de|informações da|informações de|con informazioni dell'|
        con notizie|con contributi di|con il contributo dell'|su informazioni di|fonti e informazioni di|op basis van|
        op basis van berichtgeving van|deels op basis van|met berichtgeving van|met hulp van|mede op basis van|
        met bijdragen van|met persbureau|met persbureaus|na podst.|na podstawie depeszy|na podstawie depesz|
        na podstawie informacji|na podstawie materiałów|opracowano na podstawie|opracowane na podstawie|
        z wykorzystaniem informacji|z wykorzystaniem|korzystano z|przy wykorzystaniu materiałów|по сообщению|
        по сообщениям|по сообщениям агентства|по сообщению агентства|по информации|подготовлено по материалам|
        при использовании материалов|на основе материалов|на основе сообщений|по матеріалам|составлено по материалам|
        بالتعاون مع|بالاستعانة بـ|استنادا إلى|综合编译自|を基に作成|をもとに作成";
    /// Between a signature and the agency that helped.
    PARTLY = "avec|with|mit|con|com";
    /// After the name of an agency that has partly fed an article.
    CONTRIBUTED = "contributed to this report|contributed to this story|contributed to this article|contributed reporting|contributed to the report|
        contributed|reporting was edited for|reporting was edited|report was edited for|story was edited for|
        reporting was used in this|a contribué à cet article|ont contribué à cet article|hat zu diesem bericht beigetragen|
        trug zu diesem bericht bei|haben zu diesem bericht beigetragen|contribuyó a este reporte|contribuyó a este artículo|
        contribuyó con este reporte|contribuyeron a este informe|contribuyó a este informe|contribuiu para esta reportagem|
        ha contribuito a questo articolo|droeg bij aan dit artikel|에서 전재|より転載|から転載|の記事を編訳|の記事を翻訳|
        contributed to the story|contributed to this dispatch|has contributed to this report|reports were used in this|
        was used in compiling this report|a participé à cet article|ont participé à la rédaction|
        waren an diesem bericht beteiligt|colaboró en este reporte|colaboró con este reportaje|
        contribuíram para esta reportagem|werkte mee aan dit artikel|katkıda bulundu|'nin katkılarıyla|'nın katkılarıyla|
        'in katkılarıyla|katkılarıyla|'den derlenmiştir|'dan derlenmiştir|'ten derlenmiştir|derlenmiştir|からの転載|より引用|에서 제공받은|
        제공 기사|에서 발췌";
    /// Published first by another: before its name.
    FIRST = "adaptado de|adaptado do|adaptado da|based on a report in|based on a report by|based on a report from|based on an article in|based on an article by|
        based on an article from|based on reporting by|original reporting by|adapted from an article in|
        read the original in english at|read the original in french at|read the original in german at|
        read the original in spanish at|read the original in italian at|read the original in portuguese at|
        d'après un article de|d'après un article du|d'après un article paru dans|d'après un reportage de|d'après le quotidien|
        d'après le journal|d'après l'hebdomadaire|adapté d'un article de|adapté d'un article du|article paru dans|
        nach einem bericht der|nach einem bericht von|nach einem bericht des|nach einem artikel der|nach einem artikel in der|
        nach einem artikel aus|nach einem artikel von|übersetzung eines artikels aus|übersetzung eines artikels der|
        übersetzung eines artikels von|übersetzung eines berichts der|basado en un artículo de|basado en un artículo del|
        basado en un reportaje de|basado en un reportaje del|a partir de un artículo de|a partir de un artículo del|
        tomado de|tomado del|versión al español de un texto de|versión en español de un texto de|
        versión en español de un artículo de|baseado em reportagem de|baseado em reportagem do|baseado em artigo de|
        baseado em artigo do|baseado em texto do|a partir de reportagem do|a partir de reportagem de|tratto dal giornale|
        tratto dal quotidiano|tratto dal settimanale|da un articolo di|da un articolo del|da un articolo de|
        da un articolo apparso su|da un articolo pubblicato su|naar een bericht van|naar een bericht in|naar een artikel van|
        naar een artikel in|naar een artikel uit|op basis van een bericht van|na podstawie artykułu z|na podstawie tekstu|
        na podstawie artykułu|tekst ukazał się w|по публикации|по статье|originally published on|originally published by|originally published in|originally published at|originally appeared on|
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
        本文转载自|本文轉載自|转载自|轉載自|转自|轉自|本文转自|本文轉自|摘自|本文来自|本文來自|原载于|原載於|原刊于|原刊於|首发于|首發於|编译自|編譯自|本文编译自|文章转载自|初出|
        reposted from|reposted with permission from|first ran in|first ran on|first ran at|originally ran in|originally ran on|
        first reported by|shared with permission from|
        originally written for|originally produced by|originally reported by|originally broadcast on|
        originally published here by|first broadcast on|excerpted from|published by arrangement with|
        syndicated by|article repris de|lire l'article original sur|lisez l'article original sur|
        retrouvez l'article original sur|initialement paru dans|initialement paru sur|paru initialement dans|
        paru initialement sur|a été publié initialement par|publié en premier sur|publié d'abord sur|
        se publicó originalmente en|se publicó primero en|se publicó por primera vez en|
        fue publicada originalmente por|fue publicada originalmente en|apareció por primera vez en|publicada originalmente en|lea el artículo original en|publicado por cortesía de|originalmente publicada por|
        originalmente publicada em|originalmente publicado por|originalmente publicado em|originalmente publicado no|
        originalmente publicada no|originalmente publicado na|republicada de|reproduzido com autorização de|leia o original em|é republicado de|
        pubblicato in origine su|pubblicato in origine da|
        originariamente pubblicato su|originariamente pubblicato da|originalmente pubblicato su|
        per gentile concessione del|per gentile concessione della|leggi l'articolo originale su|leggi l'originale su|
        sembra essere il primo su|pubblicato anche su|
        è stato originariamente pubblicato su|is eerder gepubliceerd in|is eerder gepubliceerd op|
        is eerder gepubliceerd door|is eerder verschenen in|is eerder verschenen op|is eerder verschenen bij|
        eerder gepubliceerd in|eerder gepubliceerd op|eerder verschenen in|eerder verschenen op|is overgenomen van|is overgenomen uit|werd eerder gepubliceerd door|
        werd eerst gepubliceerd op|oorspronkelijk gepubliceerd bij|
        ukazał się pierwotnie na łamach|pierwotnie opublikowany w serwisie|opublikowany pierwotnie w|
        opublikowany pierwotnie na|opublikowany pierwotnie przez|pochodzi ze strony|przedruk za zgodą|artykuł z serwisu|opublikowany za zgodą|
        po raz pierwszy opublikowany w|перепечатано с|перепечатано с сайта|перепечатано с разрешения|
        опубликовано с разрешения|публикуется с разрешения|впервые вышел в|впервые вышла в|впервые появилась в|
        впервые появился в|впервые был опубликован в|впервые была опубликована в|впервые был опубликован на|
        впервые была опубликована на|первоначально был опубликован на|первоначально опубликован в|первоначально опубликован на|
        оригинал опубликован на|оригинал опубликован в|оригинал статьи опубликован на|передрук з|джерело публікації|
        نشر هذا المقال لأول مرة في|نشر هذا المقال لأول مرة على|منشور في الأصل على|منشور في الأصل في|منشور أصلا في|نشر أصلا في|
        نشر أصلا على|نشرت أول مرة في|نقلا عن موقع|نقلا عن صحيفة|原文刊于|原文刊於|
        原文刊载于|原文发表于|原文發表於|原文载于|本文首发于|本文首發於|本文原载于|本文原載於|本文原载|本文刊于|本文刊载于|本文系转载自|本文摘自|本文原刊于|内容转载自|文章来自|文章來自|内容来自|內容來自|本文源自|授权转载自|
        授權轉載自|转载来源";
    /// A word at the beginning of a line by which an article speaks of itself.
    ITSELF = "this|these|the post|the article|the story|a version of this|an earlier version of this|article|story|cet|cette|l'article|le texte|
        dieser|diese|dieses|der beitrag|der artikel|der text|este|esta|la entrada|el artículo|la nota|artículo|o post|a matéria|o artigo|esse|essa|conteúdo|
        questo|questa|l'articolo|il post|dit|deze|het bericht|het artikel|ten|tekst|artykuł|niniejszy|bu|эта|этот|статья|материал|запись|текст|ця|цей|
        هذا|نشر|تم|本文|原文|この記事|이 기사|
        the content of this|some information for this|some material in this|some of this|parts of this|portions of this|
        the above|original|der originalartikel|der originaltext|das original|diese meldung|dieser bericht|texto|matéria|
        reportagem|una versión|une version|uma versão|una versione|eine version|l'article original|un article|contenu|
        contenuto|articolo|notizia|nota|noticia|información|dit verhaal|dit stuk|dit bericht|een versie|artykuł pierwotnie|
        materiał|informacja|новость|новина|публикация|оригинал|هذا المقال|هذا التقرير|هذه المادة|المقال|التقرير|本記事|本稿|当記事|이 글|
        본 기사|본 글|본 콘텐츠|해당 기사|该文|此文|文章|內容|内容|bu haber|bu yazı|bu makale|bu içerik|haberin|yazının|article initialement|
        publicado|il presente|la presente|este contenido|esta noticia|esta información|esta matéria|esta reportagem|este texto|
        este conteúdo|este reportaje|esta nota";
    /// Who translated it, or from what.
    TRANSLATED = "uit het turks vertaald|uit het engels vertaald|uit het duits vertaald|uit het frans vertaald|
        uit het spaans vertaald|uit het russisch vertaald|uit het italiaans vertaald|uit het portugees vertaald|
        uit het pools vertaald|uit het arabisch vertaald|uit het chinees vertaald|uit het japans vertaald|
        aus dem türkischen übersetzt|aus dem englischen übersetzt|aus dem niederländischen übersetzt|
        aus dem französischen übersetzt|aus dem spanischen übersetzt|aus dem russischen übersetzt|
        aus dem italienischen übersetzt|aus dem portugiesischen übersetzt|aus dem polnischen übersetzt|
        aus dem arabischen übersetzt|aus dem chinesischen übersetzt|aus dem japanischen übersetzt|
        translated by|translated from|translated and edited by|translated into|translation by|translation:|translation from|translation of|
        traduit par|traduit de|traduit du|traduit et|traduit et adapté|traduction:|traduction :|traduction de|traduction par|traduction d'|adapté de l'anglais|
        aus dem englischen|aus dem französischen|aus dem spanischen|aus dem italienischen|aus dem russischen|aus dem niederländischen|aus dem polnischen|
        aus dem türkischen|aus dem arabischen|aus dem chinesischen|aus dem japanischen|aus dem portugiesischen|aus dem ukrainischen|
        aus dem amerikanischen|übersetzt von|übersetzt aus|übersetzt:|übersetzung:|übersetzung von|übersetzung aus|übersetzer:|übersetzerin:|
        traducción de|traducción:|traducción del|traducción por|traducido por|traducido del|traducido de|
        tradução de|tradução:|tradução do|tradução por|traduzido por|traduzido do|traduzido de|traduzione di|traduzione:|traduzione a cura di|traduzione dal|
        traduzione dall'|tradotto da|tradotto dal|tradotto dall'|vertaling:|vertaling van|vertaling door|vertaald door|vertaald uit|
        tłumaczenie:|tłumaczenie z|tłumaczył|tłumaczyła|tłum.|przekład:|przekład z|przełożył|przełożyła|z angielskiego|
        çeviri:|çeviren:|çevirmen:|çev.|çeviri :|перевод:|перевод с|перевод из|перевёл|перевела|перевод -|переклад:|переклад з|переклав|переклала|
        ترجمة:|ترجمة :|ترجمها|ترجمه|ترجمة عن|المترجم:|翻译:|翻譯:|翻译|翻譯|译者|譯者|编译|編譯|編訳|翻訳|訳:|訳者|訳 |翻訳・編集|번역:|번역 :|번역|옮긴이|
        english version by|english version:|english translation by|english translation:|edited and translated by|
        originally written in|originally published in spanish|originally published in french|originally published in german|
        translated and adapted by|translated and abridged by|adapted from french|adapted from spanish|adapted from german|
        adapted from italian|adapted from arabic|adapted from russian|translator:|translators:|machine translation|
        version française :|version française:|version française par|adaptation française :|adaptation française:|adaptation :|
        adaptation:|texte traduit|traduit depuis|traduit en français|traduction et adaptation|traduction et adaptation :|
        traduction française|article original en anglais|article original en espagnol|article original en allemand|
        est une traduction|version originale en anglais|traducteur :|traductrice :|traduction française :|traduite de|
        traduite par|deutsche übersetzung:|deutsche übersetzung|deutsche fassung:|deutsche fassung|deutsche bearbeitung:|
        deutsche bearbeitung|deutsch von|ins deutsche übersetzt|ins deutsche übertragen|übertragen von|
        aus dem amerikanischen englisch|aus dem britischen englisch|übers.:|übers. von|übertragung:|aus dem schwedischen|
        aus dem dänischen|aus dem hebräischen|aus dem griechischen|aus dem persischen|aus dem koreanischen|
        bearbeitung und übersetzung|traducción al español:|traducción al español|traducción y edición|traducción y adaptación|
        versión en español de|versión en español:|versión española:|traducido al español|traducido al castellano|
        ha sido traducido|fue traducido|traductora:|traductor:|traducida por|traducida del|adaptación al español|
        tradução e edição|tradução e adaptação|tradução para o português|traduzido para|foi traduzido|tradutor:|tradutora:|
        versão em português|versão portuguesa|traduzida por|traduzida do|adaptação:|traduzione e adattamento|traduzione e cura|
        versione italiana di|versione italiana:|versione italiana a cura di|traduzione italiana|è stato tradotto|traduttore:|
        traduttrice:|tradotto e adattato|tradotto in italiano|traduzione in italiano|adattamento di|adattamento:|
        nederlandse vertaling:|nederlandse vertaling|vertaling en bewerking|vertaling en redactie|uit het engels vertaald|
        uit het frans vertaald|uit het duits vertaald|uit het spaans vertaald|is vertaald uit|is vertaald door|vertaler:|
        bewerking:|vert.|tłumaczenie i opracowanie|tłumaczenie|tłumacz:|tłumaczka:|przeł.|przetłumaczył|przetłumaczyła|
        przetłumaczony z|przetłumaczono z|z angielskiego przełożyła|z angielskiego przełożył|z niemieckiego|z francuskiego|
        z ukraińskiego|z rosyjskiego|tłum.:|tłum|przeł|ingilizceden çeviren|ingilizceden çeviri|fransızcadan çeviren|
        almancadan çeviren|ingilizceden çevrilmiştir|çevrilmiştir|türkçesi:|türkçesi|türkçeye çeviren|türkçeye çevrilmiştir|
        tercüme:|tercüme eden|çeviri ve derleme|çev|переводчик:|переводчица:|перевела с|перевёл с|перевод на русский|
        перевод и адаптация|перевод подготовлен|переведено с|перевод на русский язык:|переклад на українську|перекладач:|
        ترجمة وتحرير|ترجمة وتحرير:|ترجمة وإعداد|ترجمها عن|ترجمه عن|نقله إلى العربية|نقلها إلى العربية|نقله إلى العربية:|
        مترجم عن|ترجمة خاصة|تمت الترجمة|مترجم:|ترجمة بتصرف|تعريب:|تعريب|译:|譯:|译/|譯/|编译/|編譯/|译自|譯自|翻译自|翻譯自|翻译/|中文翻译|校译|译校|翻译整理|
        編譯自外電|翻譯者|訳=|訳/|抄訳|全訳|日本語訳|日本語翻訳|和訳|翻訳/|翻訳=|翻訳協力|から翻訳されました|から翻訳|の翻訳です|を翻訳したもの|翻訳・構成|編訳:|번역=|번역 =|번역/|옮긴이:|역자|에서 번역|
        번역되었습니다|번역한 것|번역·정리|번역 및 정리|편역";
    /// Whose the rights are.
    COPYRIGHT = "© copyright|copyright ©|copyright (c)|(c) copyright|©copyright|©|(c)|copyright|copr.|copr|\
        저작권자(c)|저작권자 (c)|저작권자|저작권자©|저작권자 ©|<저작권자(c)|<저작권자|<저작권자 (c)|riproduzione riservata © copyright|riproduzione riservata|
        tutti i diritti riservati|版权归|版權歸|版权所有:|版權所有:|
        copyright:|© copyright:|<저작권자 ©|<저작권자©|<저작권자ⓒ|저작권자ⓒ|저작권자 ⓒ|<ⓒ|<©|copyrights ©|droits réservés ©|
        alle rechte vorbehalten. ©|todos los derechos reservados ©";
    /// A wire's reporters and editors.
    WIRE_DESK = "reporting by|additional reporting by|writing by|editing by|reporte de|reportaje de|editado por|reportagem de|
        bericht von|redigiert von|reportage|reportage de|reportage par|rédigé par|texte de|
        produced by|edição de|edited by|edición de|editado en español por|editado en|édité par|edição por|reporte adicional de|
        reportaje adicional de|redigiert|bearbeitet von|version française|reportagem adicional de|texto de|redação de|
        écrit par|escrito por|geschrieben von|scritto da|montaggio di|editing|a cura di|in redazione|tradotto da|traduzione|
        تحرير|إعداد|تغطية صحفية|تغطية|شارك في التغطية|للنشرة العربية|compiled by|written by";
    /// A wire's house style, without its name.
    REUTERS_STANDARDS = "our standards:|the thomson reuters trust principles|thomson reuters trust principles";
    /// What an article that speaks of itself says of who supplied it; the name stands before or after.
    SUPPLIED = "is from|are from|is by|comes from|came from|was provided by|is provided by|were provided by|provided by|supplied by|
        was supplied by|sourced from|was sourced from|has been sourced from|filed by|was filed by|was written by|
        was produced by|was first published|was first published by|was reported by|is based on|was based on|taken from|
        was taken from|has been taken from|was generated by|appeared via|was distributed by|distributed by|carried by|
        stammt von|stammt aus|basiert auf|beruht auf|wurde von|wurde von der|zur verfügung gestellt|bereitgestellt von|
        geliefert von|angebots der|angebot der|enthält material|wurde mit material|wurde mit hilfe von|wurde automatisch|
        automatisierten angebots|fourni par|fournie par|produit par|proposé par|rédigé avec|rédigé par|réalisé avec|écrit avec|
        issu de|issue de|est issu d'|est de l'|provient de|provient d'|émane de|à partir d'une dépêche|proporcionado por|
        proporcionada por|elaborado con|elaborada con|elaborado por|elaborada por|distribuido por|distribuida por|
        suministrado por|es de|es una información de|procede de|facilitado por|fornecido por|fornecida por|produzido por|
        produzida por|distribuído por|distribuída por|elaborado com|é da|é do|é de|foi produzida pela|foi escrito pela|
        disponibilizado por|a cura di|fornito da|fornita da|prodotto da|realizzato con|realizzato da|è di|è dell'|proviene da|
        is een bericht van|is geschreven door|afkomstig van|geleverd door|aangeleverd door|is gemaakt met|
        tot stand gekomen met|is een artikel van|komt van|pochodzi z|pochodzi od|dostarczony przez|dostarczone przez|
        opracowany na podstawie|przygotowany na podstawie|przygotowano na podstawie|powstał na podstawie|przygotowana przez|
        przygotowany przez|предоставлена|предоставлен|предоставлено|подготовлен на основе|подготовлена на основе|
        подготовлен по материалам|подготовлена по материалам|подготовлено по материалам|на основе сообщений|получена от|
        передано|alınmıştır|alındı|derlenmiştir|hazırlanmıştır|servis edilmiştir|tarafından hazırlanmıştır|kaynaklıdır|
        tarafından|مقدم من|مقدمة من|من إعداد|صادر عن|مصدره|نقلا عن|由|来自|來自|源自|提供|供稿|から提供|が配信|から配信|配信した|の提供|による|에서 제공|가 제공|이 제공|
        제공받은|제공한|제공하는|제공됩니다|from the|van het|van de|der|by the";
    /// It came by a feed of agencies, and nobody touched it.
    FEED = "syndicated feed|syndicated news feed|news agency feed|wire agency feed|agency feed|agency wire feed|
        third party syndicated feed|from a syndicated|syndicated content|auto-generated from|published from a wire|
        newswire feed|wire feed|agenturfeed|agentur-feed|automatisierten angebots|automatisch übernommen|dpa-newskanal|
        newsfeed der|dépêche d'agence|dépêches d'agence|fil d'agence|sin editar por|servicio de agencias|teletipo|teletipos|
        feed de agencia|feed automatico|nieuwsfeed van|automatisch geplaatst|depesza agencyjna|tarafından servis edilmiştir|
        tarafından servis edilen|tarafından geçilen|tarafından geçilmiştir|tarafından gönderilen|ajans kanallarından|
        ajanslar tarafından|новостной лентой|ленты агентств|лента агентства|بدون تدخل من|تم نشر هذا الخبر آليا|自动抓取|自動配信|
        기사 자동 전송|distributed by|view source version on|view original content|sent via";
    /// After the name of where an article that speaks of itself was first.
    NAMED_BEFORE = "sitesinden alınmıştır|sitesinden alındı|sitesinden alıntıdır|adresinden alınmıştır|gazetesinden alınmıştır|
        gazetesinden alındı|sitesinde yayımlandı|sitesinde yayınlandı|sitesinde yayımlanmıştır|gazetesinde yayımlandı|
        'dan alınmıştır|'den alınmıştır|'tan alınmıştır|'ten alınmıştır|'ndan alınmıştır|'nden alınmıştır|'dan alıntıdır|
        'den alıntıdır|'da yayımlandı|'de yayımlandı|'ta yayımlandı|'te yayımlandı|'nda yayımlandı|'nde yayımlandı|
        'da yayımlanmıştır|'de yayımlanmıştır|'ta yayımlanmıştır|'te yayımlanmıştır|'nda yayımlanmıştır|'nde yayımlanmıştır|
        'da yayınlandı|'de yayınlandı|'ta yayınlandı|'te yayınlandı|'da yayınlanmıştır|'de yayınlanmıştır|'te yayınlanmıştır|
        에 게재된|에 실린|에서 제공|에서 전재|에 먼저 실린|에 처음 게재된|에서 발췌|からの転載|から転載|より転載|に掲載された|で公開された|が配信した|から提供|の提供|に初出|授权转载|授權轉載|授权发布|授權發布|
        授权刊发|首发|首發|原创|供稿";
    /// Who gives figures, warnings and notices to newspapers, and no texts.
    INSTITUTION = "ministry|ministère|ministerium|bundesministerium|ministerio|ministério|ministero|ministerie|ministerstwo|
        bakanlığı|bakanlık|министерство|минобороны|минздрав|мчс|мвд|وزارة|الوزارة|weather|weather service|met office|
        wetterdienst|wetterdienstes|météo|météo-france|meteo|meteorologisch|meteoroloji|knmi|imgw|aemet|ipma|гидрометцентр|
        الأرصاد|气象|氣象|気象庁|기상청|police|polizei|polizeipräsidium|policía|polícia|polizia|politie|policja|emniyet|полиция|полиции|
        الشرطة|警方|警察|경찰|fire department|feuerwehr|pompiers|bomberos|institute|institut|instituto|istituto|enstitüsü|instytut|
        институт|معهد|研究所|研究院|연구소|연구원|bureau of|office for national statistics|amt|bundesamt|landesamt|statistisches|
        statistics|statistik|eurostat|destatis|insee|istat|росстат|统计局|統計局|통계청|university|universität|université|universidad|
        universidade|università|universiteit|uniwersytet|üniversitesi|университет|جامعة|大学|大學|대학교|
        bundesbank|central bank|commission|comisión|comissão|department|departement|département|departamento|prefecture|
        préfecture|prefeitura|city council|stadt|stadtverwaltung|landkreis|gemeente|gemeinde|mairie|ayuntamiento|comune|
        belediyesi|valiliği|müdürlüğü|genel müdürlüğü|администрация|правительство|government|bundesregierung|gouvernement|
        gobierno|governo|regering|rząd|حكومة|政府|省|庁|국토부|부처|国土交通省|厚生労働省|exchange|börse|nasdaq|nyse|refinitiv|tradingview|
        yahoo finance|company|company statement|press release|pressemitteilung|nasa|oecd|imf|世界卫生组织";
    /// What an outlet that no table knows is called by.
    PUBLISHES = "网|報|报|日报|日報|晚报|早报|新闻|新聞|卫视|电视台|广播|客户端|频道|周刊|時報|时报|社";
    /// Words before the name of an outlet that say what it is.
    MEDIUM = "serwisie|serwisu|portalu|portal|łamach|stronie|tygodniku|dzienniku|miesięczniku|zgodą|zgodą:|сайте|сайта|портале|
        портала|газете|журнале|издании|موقع|صحيفة|مجلة|جريدة|the website|the site|website|le site|le site de|la revue|
        le journal|le magazine|der website|der zeitung|der zeitschrift|dem magazin|dem blog|der tageszeitung|el sitio|
        el portal|la revista|el diario|el periódico|o site|o portal|a revista|o jornal|il sito|sito|la rivista|il quotidiano|
        de website|de site|het magazine|de krant";
    /// What an outlet is called before its name, in the forms that follow a preposition, too.
    CALLED = "newspaper|daily|weekly|paper|magazine|news site|broadcaster|journal|quotidien|hebdomadaire|mensuel|magazine|site|
        zeitung|tageszeitung|wochenzeitung|wochenblatt|zeitschrift|magazin|nachrichtenportal|portal|blatt|diario|periódico|
        semanario|revista|rotativo|jornal|diário|semanário|quotidiano|giornale|settimanale|rivista|krant|dagblad|weekblad|
        tijdschrift|nieuwssite|gazeta|gazety|gazetą|gazecie|dziennik|dziennika|dziennikiem|dzienniku|tygodnik|tygodnika|
        tygodnikiem|tygodniku|portalu|portalem|serwisu|gazetesi|gazetesinin|gazete|dergisi|газета|газеты|газете|газетой|
        издание|издания|изданием|журнал|журнала|еженедельник|еженедельника|еженедельнике|сайт|сайта|صحيفة|جريدة|أسبوعية|موقع|مجلة|
        紙|報紙|报纸|신문|일간지|주간지";
    /// The same as FIRST in words that are said of other things, too.
    FROM = "met dank aan|mit dank an|merci à|con gracias a|with thanks to|textos de|texte de|texts by|testi di|textos do|
        textos da|comes to us from|comes from|comes courtesy of|courtesy of|courtesy|used with permission from|used with permission of|
        used by permission of|with permission from|with permission of|by arrangement with|en partenariat avec|
        avec l'aimable autorisation de|avec l'autorisation de|article extrait de|extrait de|provient de|provient du site|
        tiré de|à l'origine sur|à l'origine par|à l'origine dans|stammt von|stammt aus|erschien auf|erschien in|erschien bei|
        erschien im|ist erschienen in|ist erschienen bei|in kooperation mit|eine kooperation mit|in zusammenarbeit mit|
        ein beitrag von|erschienen in|erschienen bei|zuerst bei|zuerst von|zuerst in|zuerst im|zuerst auf|zuerst in der|
        zuerst auf der|ursprünglich bei|ursprünglich von|ursprünglich in|ursprünglich im|ursprünglich auf|erstmals bei|
        erstmals in|erstmals auf|mit freundlicher genehmigung von|mit freundlicher genehmigung der|
        mit freundlicher genehmigung des|fue publicado en|fue publicada en|apareció en|con autorización de|
        publicado con autorización de|con permiso de|cortesía de|por cortesía de|extraído de|com autorização de|cortesia de|
        extraído do|retirado de|em parceria com|primeiro em|è tratto da|tratto da|tratto dal|tratto dalla|
        per gentile concessione de|ripreso dal|estratto da|in collaborazione con|uscito su|stond eerder in|stond eerder op|
        is afkomstig van|met toestemming van|afkomstig van|pochodzi z|za zgodą|ukazał się w|ukazał się na|tekst ukazał się w|
        dzięki uprzejmości|взято с сайта|взято из|вышел в|مأخوذ من|عن موقع|عن صحيفة|عن مجلة|منقول من|منقول عن";
    /// An article speaks of itself, and of nothing else.
    OF_TEXT = "this article|this story|this report|this piece|this post|this text|this dispatch|this content|this feature|
        this interview|this essay|this commentary|the content of this article|some information for this report|
        some information in this report|some material in this report|some of the material in this article|parts of this report|
        parts of this article|portions of this article|a version of this article|a version of this story|
        a version of this piece|an earlier version of this article|the original article|the original story|the post|
        the article|the story|article|story|cet article|ce texte|cette dépêche|ce contenu|cette information|ce reportage|
        l'article|l'article original|un article|une version de cet article|contenu|texte|dieser artikel|dieser text|
        dieser beitrag|diese meldung|dieser bericht|diese nachricht|dieser inhalt|diese reportage|der artikel|der beitrag|
        der text|der originalartikel|der originaltext|artikel|text|este artículo|este texto|esta nota|esta noticia|
        esta información|este contenido|este reportaje|esta entrevista|el artículo|la nota|artículo|
        una versión de este artículo|una versión de este texto|este artigo|este conteúdo|esta matéria|esta notícia|
        esta reportagem|o artigo|a matéria|artigo|matéria|texto|conteúdo|uma versão deste artigo|questo articolo|questo testo|
        questa notizia|l'articolo|contenuto|articolo|notizia|dit artikel|dit bericht|dit verhaal|dit stuk|deze tekst|
        het artikel|een versie van dit artikel|ten artykuł|ten tekst|ta depesza|artykuł|tekst|materiał|niniejszy artykuł|
        bu haber|bu yazı|bu makale|bu içerik|bu metin|haber|эта статья|этот материал|эта новость|этот текст|статья|материал|
        новость|текст|ця стаття|цей матеріал|هذا المقال|هذا التقرير|هذا الخبر|هذه المادة|المقال|التقرير|本文|此文|该文|この記事|本記事|当記事|
        本稿|이 기사|이 글|본 기사|본 글|본 콘텐츠|해당 기사|이 콘텐츠|
        dit is een bericht|dit is een artikel|dies ist eine meldung|das ist eine meldung|this is a report|ceci est une dépêche|c'est une dépêche";
    /// How the report in a wire desk's signature is named.
    REPORTING = "reporting by|additional reporting by|reporte de|reportaje de|reportage de|reportage par|reportagem de|bericht von|
        تغطية صحفية|تغطية";
    /// What Reuters alone says of its desks.
    REUTERS_DESK = "للنشرة العربية|redacción madrid|para reuters en español|edição em português por";
    /// A desk that translates.
    TRANSLATING = "version française|tradotto da|traducido por|traduzido por|traduzione|übersetzt von|translated by|编译|翻訳";
    /// A translation, where only a name follows.
    TRANSLATION = "traduction|traducción|tradução|traduzione|vertaling|übersetzung|tłumaczenie|przekład|çeviri|перевод|переклад|ترجمة|
        translation";
    /// What a full stop does not end a sentence after.
    ABBREVIATED = "fot|phot|opr|oprac|tłum|przeł|przekł|red|zdj|çev|trad|übers|corr|korr|prof|dept|univ|gov|sept|stellv|vgl|inkl|evtl|
        copr|foto|mass|penn|wash|minn|calif|colo|conn|tenn|okla|корр|перев|илл";
    /// Of these, what only agencies may follow.
    DISTRIBUTED = "distributed by|view source version on|view original content|sent via";
    /// What may stand between an article that speaks of itself and a name.
    BETWEEN = "ilk olarak|ilk kez|ilk defa|orijinal olarak|は|、|由|獲|获|系|经|經|首发于|은|는|원래|※|:";
    /// Words of picture credits.
    PHOTO = "photo|photos|photograph|photographs|photographer|photography|picture|pictures|image|images|pic|file photo|handout|video|screenshot|
        graphic|graphics|illustration|cartoon|photographie|photographe|crédit photo|crédits photo|foto|fotos|fotografie|fotograf|bild|bilder|
        symbolbild|archivbild|archivfoto|bildquelle|bildfunk|dpa-bildfunk|bildnachweis|grafik|fotografía|fotografia|fotógrafo|imagen|imágenes|
        gráfico|imagem|imagens|immagine|immagini|immagini di|beeld|zdjęcie|zdjęcia|fot|fot.|fotoğraf|fotoğraflar|görsel|фото|фотография|снимок|
        иллюстрация|изображение|صورة|صور|الصورة|تصوير|getty|getty images|gettyimages|shutterstock|istock|alamy|imago|picture alliance|
        picture-alliance|epa|ap photo|afp photo|credit|crédit|crédits|caption|图|图片|圖|圖片|摄|攝|摄影|攝影|图源|圖源|照片|视频|視頻|
        写真|画像|撮影|映像|사진|영상|그래픽|이미지|titelbild|aufmacherbild|infografik|infographic|infographie|
        photo credit|photos by|photo by|pictured|pictures by|picture by|symbolfoto|symbolbilder|bilder:|zdj.|zdj|
        zdjęcia:|phot|photogr|görseller|fotoğrafı|foto:|фотограф|фотографии|видео|иллюстрации|عدسة|الصور|رسم|
        مصور|تصوير:|绘图|制图|製圖|配图|資料圖|资料图|图文|攝影記者|イラスト|図|撮影者|写真提供|資料写真|archivo|arquivo|archivio|사진제공|사진 제공|자료사진|그림|삽화|인포그래픽";
    /// Words of lines that ask readers to follow a site, or to get something from it.
    FOLLOW = "whatsapp|telegram|instagram|facebook|facebooku|facebook'ta|youtube|tiktok|google news|google haberler|newsletter|дзене|дзен|вконтакте|
        公式line|友だち追加|粉絲專頁|粉丝|公众号|公眾號|채널|구독|subscribe|subscription|abonnez-vous|abonniert|abonnieren sie|abonneer|suscríbete|suscríbase|
        assine|inscreva-se|iscriviti|zapisz się|abone olun|takip edin|подписывайтесь|подпишитесь|підписуйтесь|підписуйтеся|polub|folgen sie|follow us|
        suivez|siga|síguenos|segui|seguici|volg ons|追蹤|تابعونا|تابعنا|اشترك|app|in diretta|en direct|live-ticker|podcast|download|
        scarica|baixe|descarga|télécharger|télécharge";
    /// Links to other articles.
    RELATED = "read also|also read|read more|read next|see also|more on|more from|more:|related|recommended|watch|don't miss|you may also like|
        lire aussi|à lire aussi|à lire|voir aussi|sur le même thème|lesen sie auch|lesen sie mehr|mehr zum thema|mehr dazu|siehe auch|auch interessant|
        lea también|lea además|lee también|le puede interesar|te puede interesar|mira también|ver también|relacionada|relacionado|leia também|leia mais|
        veja também|saiba mais|leggi anche|guarda anche|lees ook|bekijk ook|czytaj też|czytaj także|zobacz też|zobacz także|czytaj więcej|ayrıca bakınız|
        ilgili haber|читайте также|смотрите также|читайте ще|اقرأ أيضا|اقرأ المزيد|شاهد أيضا|延伸阅读|延伸閱讀|相关阅读|相關閱讀|同場加映|关连阅读|
        あわせて読みたい|関連記事|関連|관련기사|함께 보기|tags|tag|topics|etiquetas|temas|themen|schlagwörter|mots-clés|теги|
        follow|follow us|read the full|you might also like|plus d'infos|lire la suite|lire plus|weitere artikel|weiterlesen|
        auch lesenswert|sigue leyendo|más noticias|noticias relacionadas|continue lendo|leia a íntegra|notizie correlate|
        approfondisci|lees meer|lees verder|meer over|przeczytaj też|przeczytaj także|przeczytaj również|zobacz również|
        czytaj również|więcej na ten temat|ilgili haberler|bunlar da ilginizi çekebilir|haberin devamı|bunu da okuyun|
        также читайте|по теме|ещё по теме|اقرأ ايضا|مواضيع ذات صلة|إقرأ أيضا|اقرأ أيضًا|ذات صلة|相关新闻|相關新聞|更多新闻|更多報導|推荐阅读|推薦閱讀|
        関連ニュース|合わせて読みたい|関連:|관련 기사|관련뉴스|더보기|함께 보면";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_words_and_the_longest_counts() {
        assert_eq!(SOURCE.start_of("quelle: dpa"), Some(6));
        assert_eq!(SOURCE.start_of("quellenhof: dpa"), None);
        assert_eq!(SOURCE.start_of("来源:新华社"), Some("来源".len()));
        assert_eq!(FED.find("das ist mit material der dpa"), Some((8, 24)));
        assert_eq!(AFTER_NAME.end_of("xinhua news agency"), Some("news agency".len()));
    }
}
