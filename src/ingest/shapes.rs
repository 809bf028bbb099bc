//! Known shapes of furniture: wording that makes a line the site's own on any page, by kind and language.
//!
//! Owns the words and what makes a line fit them. Does not own what is told from where a line stands, from the
//! tree, or from other pages of the host.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Whole lines, without marks and numbers around them: buttons, share bars, headings of boxes.
const WHOLE: &[&str] = &[
    // en
    "ad|advert|advertisement|advertisements|advertising|sponsored|sponsored content|promoted|caption|\
     close|post a comment|view comments|read comments|add a comment|continue reading|\
     continue reading below|copy link|email|e-mail|email this|follow us|share|share this|\
     share this article|share this story|shares|sharing is caring|tweet|retweet|print|print article|\
     print this page|save|save article|listen|listen to this article|gift this article|text size|\
     font size|loading|order reprints|read more|reuse this content|scroll for more|story continues below|\
     story continues below advertisement|article continues below|topics|tags|tagged|related|\
     related articles|related stories|related posts|related topics|related content|more from author|\
     recommended|recommended for you|you may also like|you might also like|most read|most popular|\
     trending|trending now|latest news|newsletter|newsletters|sign up|subscribe|subscribe now|log in|\
     sign in|about the author|cancel reply|reload captcha|submit|send|accept|accept all|accept cookies|\
     reject all|manage preferences|cookie settings|privacy policy|terms of use|back to top|next article|\
     previous article|report an error|report a typo|view all|see all|load more|show more|\
     was this article helpful|skip advertisement|image|enlarge image|view image in fullscreen",
    // services, anywhere
    "facebook|twitter|x|linkedin|pinterest|whatsapp|telegram|reddit|flipboard|instagram|youtube|tiktok|\
     threads|bluesky|viber|messenger|line|kakaotalk|vk|vkontakte|вконтакте|одноклассники|xing|mastodon|\
     tumblr|pocket|rss|微信|微博|facebook twitter|google news",
    // fr
    "publicité|partager|partager sur facebook|partager sur x|partager sur twitter|partager sur whatsapp|\
     partager sur linkedin|partager l'article|partager cet article|envoyer par mail|envoyer par e-mail|\
     envoyer à un ami|envoyer|copier le lien|copier l'url|imprimer|réagir|commenter|\
     ajouter un commentaire|voir les commentaires|à lire aussi|lire aussi|à lire également|lire la suite|\
     sur le même sujet|sur le même thème|articles similaires|articles liés|à voir aussi|les plus lus|\
     newsletter|je m'inscris|s'inscrire|s'abonner|abonnez-vous|se connecter|accepter|accepter et fermer|\
     tout accepter|continuer sans accepter|tout refuser|mots-clés|étiquettes|thèmes associés|suivez-nous|\
     la suite après la publicité|écouter l'article|sauvegarder|enregistrer|offrir l'article",
    // de
    "anzeige|werbung|teilen|artikel teilen|auf facebook teilen|drucken|artikel drucken|merken|vorlesen|\
     artikel anhören|kommentieren|kommentar schreiben|kommentare anzeigen|lesen sie auch|\
     lesen sie mehr zum thema|mehr zum thema|mehr lesen|weiterlesen|das könnte sie auch interessieren|\
     auch interessant|schlagworte|schlagwörter|themen|newsletter|jetzt anmelden|anmelden|abonnieren|\
     akzeptieren|alle akzeptieren|alle ablehnen|zum pur-abo|ablehnen|link kopieren|per e-mail senden|\
     artikel versenden|zurück|nach oben|schrift größer|schrift kleiner|meistgelesen|über den autor|\
     über die autorin|feedback|korrektur melden|fehler melden|speichern|verschicken",
    // es
    "publicidad|anuncio|compartir|comparte|compartir en facebook|compartir en twitter|compartir en x|\
     copiar enlace|copiar url|enviar|enviar por correo|imprimir|guardar|comentar|ver comentarios|\
     lea también|lee también|leer también|te puede interesar|te recomendamos|más información|\
     noticias relacionadas|artículos relacionados|artículo anterior|artículo siguiente|leer más|\
     lo más leído|lo más visto|etiquetas|temas|archivado en|aceptar|aceptar y continuar|aceptar todo|\
     rechazar|rechazar y suscribirse|rechazar todo|boletín|suscríbete|suscribirse|iniciar sesión|\
     síguenos|ahora no|sí, quiero|escucha esta noticia|sí, de acuerdo|no, dame más información",
    // pt
    "publicidade|anúncio|continua após a publicidade|continua depois da publicidade|compartilhar|\
     compartilhe|partilhar|partilhe|copiar link|imprimir|comentar|ver comentários|leia também|leia mais|\
     saiba mais|veja também|veja mais|mais lidas|mais lidos|notícias relacionadas|artigos relacionados|\
     tópicos|assine|assinar|inscreva-se|subscrever|aceitar|aceitar todos|rejeitar|siga-nos|ouvir|\
     ouça este conteúdo|recomendado para você|newsletter|assuntos",
    // it
    "pubblicità|condividi|condividi su facebook|copia link|copia il link|stampa|invia|commenta|\
     leggi anche|leggi tutto|leggi di più|potrebbe interessarti|potrebbe interessarti anche|\
     potrebbero interessarti|articoli correlati|ti potrebbe interessare|i più letti|argomenti|tag|\
     iscriviti|iscriviti alla newsletter|abbonati|accetta|accetta tutti|rifiuta|seguici|ascolta|\
     ascolta l'articolo|salva|riproduzione riservata|vedi anche",
    // nl
    "advertentie|deel|delen|deel dit artikel|deel artikel|kopieer link|printen|afdrukken|bewaren|reageer|\
     reageren|bekijk reacties|lees ook|lees meer|lees verder|meer over|gerelateerd|\
     gerelateerde artikelen|meest gelezen|tags|onderwerpen|aanmelden|inschrijven|abonneren|word abonnee|\
     accepteren|alles accepteren|alles weigeren|weigeren|akkoord|volg ons|luister|beluister artikel|\
     verder lezen na de advertentie|nieuwsbrief",
    // pl
    "reklama|udostępnij|udostępnij na facebooku|skopiuj link|kopiuj link|drukuj|wydrukuj|zapisz|\
     skomentuj|zobacz komentarze|czytaj też|czytaj także|czytaj również|przeczytaj też|przeczytaj także|\
     zobacz także|zobacz też|czytaj więcej|więcej|polecane|powiązane|najczęściej czytane|\
     najpopularniejsze|tagi|tematy|zapisz się|subskrybuj|zaloguj się|akceptuję|zaakceptuj|odrzuć|\
     obserwuj nas|dalsza część artykułu pod materiałem wideo|koniec artykułu|newsletter|prześlij|wyślij|\
     materiał sponsorowany",
    // tr
    "reklam|paylaş|facebook'ta paylaş|twitter'da paylaş|bağlantıyı kopyala|linki kopyala|yazdır|kaydet|\
     yorum yap|yorum yaz|ilgili haber|ilgili haberler|benzer haberler|bunlar da ilginizi çekebilir|\
     ayrıca okuyun|bunu da okuyun|devamını oku|haberin devamı|en çok okunanlar|çok okunanlar|etiketler|\
     abone ol|kabul et|tümünü kabul et|reddet|takip et|bizi takip edin|dinle|e-bülten|gönder|giriş yap|\
     ilginizi çekebilir",
    // ru
    "реклама|поделиться|поделиться в соцсетях|скопировать ссылку|копировать ссылку|распечатать|печать|\
     версия для печати|сохранить|комментировать|комментарий|читайте также|читать также|читайте по теме|\
     по теме|материалы по теме|новости по теме|смотрите также|читать далее|подробнее|самое читаемое|\
     популярное|теги|метки|темы|подписаться|подписывайтесь|войти|принять|согласен|отправить|\
     подписаться на рассылку|показать ещё|показать еще",
    // ar
    "إعلان|اعلان|مشاركة|شارك|شارك المقال|شارك الخبر|تغريد|إرسال|ارسال|نسخ الرابط|طباعة|حفظ|تعليق|\
     اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|اقرأ المزيد|إقرأ أيضا|إقرأ أيضاً|قد يعجبك أيضا|قد يعجبك أيضاً|\
     شاهد أيضا|شاهد أيضاً|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|الأكثر قراءة|الكلمات الدلالية|\
     الوسوم|كلمات مفتاحية|وسوم|اشترك|اشترك الآن|تسجيل الدخول|موافق|قبول|تابعنا|حجم الخط|استمع",
    // zh
    "广告|廣告|分享|分享到|打印|列印|收藏|評論|留言|我要评论|查看评论|相关阅读|相關閱讀|相关新闻|相關新聞|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|同場加映|更多新闻|更多|热门|热门话题|\
     熱門話題|热门推荐|猜你喜欢|猜你喜歡|标签|標籤|关键词|關鍵字|订阅|訂閱|登录|登入|关闭|關閉|复制链接|複製連結|我要纠错|点赞|讚|返回顶部|阅读全文|展开全文|今日头条|上一篇|下一篇|\
     同意|接受",
    // ja
    "広告|シェア|シェアする|ツイート|ツイートする|印刷|印刷する|保存|コメントする|コメントを見る|関連記事|関連ニュース|関連リンク|あわせて読みたい|合わせて読みたい|こちらもおすすめ|\
     おすすめ記事|おすすめ|続きを読む|もっと見る|アクセスランキング|人気記事|ランキング|タグ|キーワード|登録|会員登録|ログイン|閉じる|リンクをコピー|この記事をシェア|この記事をシェアする|\
     前の記事|次の記事|同意する|購読する|ページトップへ|ブックマーク|この記事に関するニュース",
    // ko
    "광고|공유|공유하기|기사공유|기사 공유|링크 복사|url 복사|인쇄|프린트|저장|스크랩|댓글 보기|관련기사|관련 기사|관련뉴스|관련 뉴스|추천기사|추천 기사|많이 본 뉴스|\
     많이 본 기사|인기기사|인기 기사|주요뉴스|이 시각 주요뉴스|태그|키워드|구독|구독하기|로그인|닫기|글자크기|글자 크기|글자크기 조절|좋아요|더보기|동의|카카오톡|페이스북|트위터|\
     이전 기사|다음 기사|기사제보|맨 위로",
];

/// Headings above readers' comments.
const COMMENTS: &[&str] = &[
    "comments|comment|reader comments|leave a comment|leave a reply",
    "kommentare|kommentar|leserkommentare",
    "commentaires|commentaire|vos commentaires|laisser un commentaire",
    "comentarios|comentarios de facebook|deja un comentario|deja una respuesta",
    "comentários|deixe um comentário|deixe o seu comentário",
    "commenti|commento|lascia un commento",
    "reacties",
    "komentarze|dodaj komentarz",
    "yorumlar",
    "комментарии|оставить комментарий|добавить комментарий",
    "التعليقات|تعليقات|أضف تعليق|أضف تعليقا|اترك تعليقا|اترك تعليقك",
    "评论|网友评论|网友留言|網友留言|发表评论|發表評論",
    "コメント|コメントを書く",
    "댓글|댓글 쓰기|댓글쓰기",
];

/// What leads to another article: a line that is no more, or that goes on behind a colon or the like.
const LEADS: &[&str] = &[
    "read also|also read|see also|read more|read next|you may also like|related|related article|more on this story|more \
     on this|don't miss|watch also|watch now|recommended reading|further reading",
    "lire aussi|à lire aussi|à lire également|à lire|lire également|lisez aussi|à voir aussi|voir aussi|sur le même \
     sujet|notre dossier",
    "lesen sie auch|lesen sie mehr|lesen sie hier|mehr zum thema|auch interessant|das könnte sie auch interessieren|siehe \
     auch|zum thema|mehr dazu",
    "lea también|lee también|leer también|lea además|te puede interesar|le puede interesar|te recomendamos|vea también|ver \
     también|más información|también puedes leer",
    "leia também|leia mais|veja também|saiba mais|leia ainda|confira também",
    "leggi anche|vedi anche|potrebbe interessarti|potrebbe interessarti anche|per approfondire|guarda anche",
    "lees ook|lees meer|zie ook|bekijk ook|luister ook",
    "czytaj też|czytaj także|czytaj również|przeczytaj też|przeczytaj także|zobacz też|zobacz także|zobacz również|\
     polecamy|czytaj więcej",
    "ilgili haber|ilgili haberler|ayrıca okuyun|bunu da okuyun|bunlar da ilginizi çekebilir|ilginizi çekebilir|ayrıca bkz",
    "читайте также|читать также|читайте по теме|читайте ещё|читайте еще|смотрите также|по теме|материалы по теме|читайте \
     також|дивіться також",
    "اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|إقرأ أيضا|إقرأ أيضاً|اقرأوا أيضا|شاهد أيضا|شاهد أيضاً|طالع أيضا|قد يهمك|قد يهمك أيضا|\
     مواضيع ذات صلة|أخبار ذات صلة|قد يعجبك أيضا",
    "相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|相關新聞|推荐阅读|推薦閱讀|更多阅读|更多閱讀|同場加映|另见|另見|点击阅读|看更多",
    "関連記事|関連ニュース|あわせて読みたい|合わせて読みたい|こちらもおすすめ|こちらも読まれています",
    "관련기사|관련 기사|관련뉴스|함께 읽기|함께 보면 좋은 기사|추천기사|추천 기사|같이 보면 좋은 기사",
];

/// Beginnings of lines that lead elsewhere if links or brevity say so, too.
const HINTS: &[&str] = &[
    "click here|download the|follow us|image 1 of|more:|more from|more on|photo:|recommended|related|sign up|subscribe to|\
     watch:|watch now|you may also like",
];

/// Phrases that are said only by the site to its readers; "…" stands for anything between.
const NOTICES: &[&str] = &[
    "we use cookies|uses cookies|by using this site you|spelling error…ctrl+enter|select…text and press ctrl|your email \
     address will not be published|required fields are marked|save my name, email|sign up for our newsletter|sign up to \
     our newsletter|sign up for the newsletter|subscribe to our newsletter|subscribe to our channel|join our \
     newsletter|get our newsletter|download our app|download the app|download our free app|follow us on|follow our \
     channel|like us on facebook|join our whatsapp|join our telegram|comments below have not been moderated|views \
     expressed…do not necessarily reflect|printed from http|this article is only available to|already a subscriber|to \
     continue reading|subscribe to read|please enable javascript|log in to comment|sign in to comment|report a comment \
     that|we may earn a commission|all rights reserved|turn on notifications|enable notifications",
    "utilise des cookies|utilisons des cookies|votre adresse e-mail ne sera pas publiée|champs obligatoires|inscrivez-vous \
     à notre newsletter|abonnez-vous à notre newsletter|recevez notre newsletter|téléchargez notre appli|suivez-nous \
     sur|rejoignez-nous sur|article réservé aux abonnés|cet article est réservé|la suite de cet article|vous avez repéré \
     une erreur|tous droits réservés|pour participer à ce forum|connectez-vous pour|activez les notifications|reproduction \
     interdite|soutenez-nous en",
    "verwenden cookies|verwendet cookies|nutzen cookies|ihre e-mail-adresse wird nicht|newsletter abonnieren|abonnieren sie \
     unseren|melden sie sich für unseren newsletter|hier können sie unseren newsletter|folgen sie uns|laden sie unsere app|\
     zum kommentieren müssen sie|kommentarfunktion ist|alle rechte vorbehalten|fehler gefunden?|diesen artikel weiterlesen|\
     jetzt abonnieren und|bereits abonnent|bitte beachten sie unsere netiquette|erforderliche felder sind",
    "utiliza cookies|utilizamos cookies|usamos cookies|usa cookies|tu dirección de correo electrónico no será|los campos \
     obligatorios|suscríbete a nuestr|suscríbete al|suscríbase a nuestr|recibe nuestro boletín|síguenos en|síganos en|\
     descarga nuestra app|únete a nuestro canal|activa las notificaciones|para enviar comentarios|todos los derechos \
     reservados|contenido exclusivo para suscriptores|prohibida su reproducción|si has encontrado un error",
    "utiliza cookies|usamos cookies|utilizamos cookies|o seu endereço de e-mail não será|o seu endereço de email não será|\
     campos obrigatórios|assine nossa newsletter|inscreva-se no nosso|inscreva-se na nossa|receba nossa newsletter|siga-nos \
     no|siga o nosso canal|siga o canal|baixe nosso app|baixe o nosso app|todos os direitos reservados|conteúdo exclusivo \
     para assinantes|participe do nosso canal|subscreva a nossa newsletter|encontrou algum erro",
    "utilizza cookie|utilizziamo i cookie|usiamo i cookie|utilizza i cookie|il tuo indirizzo email non sarà|i campi \
     obbligatori|iscriviti alla nostra newsletter|iscriviti al nostro canale|seguici su|scarica la nostra app|riproduzione \
     riservata|tutti i diritti riservati|contenuto riservato agli abbonati|per commentare devi|ricevi le notizie",
    "maakt gebruik van cookies|gebruikt cookies|gebruiken cookies|je e-mailadres wordt niet|uw e-mailadres wordt niet|\
     verplichte velden|schrijf je in voor|meld je aan voor|volg ons op|download onze app|alle rechten voorbehouden|heb je een \
     tip|ziet u een fout|log in om te reageren|dit artikel is exclusief voor",
    "używamy plików cookie|wykorzystuje pliki cookie|używa plików cookie|korzystamy z plików cookie|twój adres e-mail nie \
     zostanie|wymagane pola|zapisz się do newslettera|zapisz się na newsletter|obserwuj nas|śledź nas|pobierz naszą \
     aplikację|dołącz do nas|wszelkie prawa zastrzeżone|zaloguj się, aby|aby dodać komentarz|zauważyłeś błąd|dalsza część \
     tekstu|treść dostępna tylko dla",
    "çerez kullan|çerezleri kullan|çerezler kullan|e-posta adresiniz yayınlanmayacak|gerekli alanlar|bültenimize|bültene \
     abone|bizi takip edin|takip edin…instagram|kanalımıza abone|uygulamamızı indir|tüm hakları saklıdır|yorum yapmak için|\
     bildirimleri aç|telegram kanalımız|whatsapp kanalımız|izinsiz kullanılamaz",
    "используем файлы cookie|использует файлы cookie|используем cookie|использует cookie|ваш адрес email не будет|\
     обязательные поля|подписывайтесь на наш|подпишитесь на наш|подписывайтесь на нас|подписывайтесь на канал|подпишись на|\
     читайте нас в|следите за нами|скачайте наше приложение|все права защищены|нашли ошибку|заметили ошибку|нашли \
     опечатку|выделите…ctrl|войдите, чтобы|чтобы оставить комментарий|наш телеграм-канал|нашем телеграм|запрещено без",
    "نستخدم ملفات تعريف الارتباط|ملفات تعريف الارتباط|لن يتم نشر عنوان بريدك|الحقول الإلزامية|اشترك في نشرتنا|اشترك في \
     النشرة|تابعونا على|تابعنا على|تابعوا قناتنا|تابع قناتنا|انضم إلى قناتنا|حمل تطبيق|حمّل تطبيق|جميع الحقوق محفوظة|سجل \
     الدخول للتعليق",
    "使用cookie|使用 cookie|邮箱地址不会被公开|電子郵件地址不會|必填项|必填欄位|扫码关注|扫描二维码|掃描二維碼|关注我们|追蹤我們|关注公众号|\
     微信公众号|下载客户端|下載app|开启推送|開啟推送|版权所有|版權所有|未经…禁止|未經授權|不得转载|不得轉載|文章只代表作者|不代表本站|仅代表作者|\
     订阅我们|訂閱我們|登录后…评论|登入後|责任编辑|責任編輯",
    "クッキーを使用|cookieを使用|メールアドレスが公開されることは|入力必須|必須項目|メルマガ|ニュースレターに登録|フォローする|フォローして|\
     アプリをダウンロード|会員限定|この記事は有料|続きは会員|無断転載|無断複製|禁じます|ログインしてコメント|プッシュ通知|公式アカウント",
    "쿠키를 사용|이메일은 공개되지|필수 항목|뉴스레터 구독|뉴스레터를|무단 전재|무단전재|재배포 금지|재판매 및 db|앱 다운로드|채널을 구독|구독하세요|\
     로그인 후|댓글을 작성|저작권자|제보는|기사 제보|카카오톡 채널|all rights reserved",
];

/// What stands between a name and what its bearer does for the paper, in boxes about authors.
const BIOS: &[&str] = &[
    " is a staff writer| is a senior | is a reporter| is the editor| is a correspondent| is a freelance| is a journalist| is \
     a columnist| is an editor| covers | joined the newsroom| joined the | is our | writes about | is an award-winning ",
    " est journaliste| est rédact| est correspondant| est chroniqueu",
    " ist redakteur| ist reporter| ist korrespondent| ist freie| ist journalist| ist volontär| schreibt über | arbeitet als ",
    " es periodista| es redactor| es corresponsal| es colaborador| escribe sobre ",
    " é jornalista| é repórter| é editor| é correspondente| é colunista| escreve sobre ",
    " è giornalista| è un giornalista| è una giornalista| è redattor| scrive di ",
    " is redacteur| is verslaggever| is correspondent| schrijft over | is freelance",
    " jest dziennikarz| jest dziennikark| jest redaktor| pisze o ",
    " — корреспондент| — журналист| — редактор| — обозреватель| пишет о ",
];

/// Characters of the longest line that a notice may be, and one that leads elsewhere; words of a name.
const NOTICE: usize = 320;
const LEAD: usize = 180;
const NAME: usize = 4;

/// What the wording of a line says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// It is furniture wherever it stands.
    pub(crate) furniture: bool,
    /// It is the heading of readers' comments.
    pub(crate) comments: bool,
    /// It begins as lines do that often lead elsewhere.
    pub(crate) may_lead: bool,
    /// It tells who wrote the article, which only lines behind it do.
    pub(crate) bio: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Lead,
    Hint,
    /// With what else must come behind.
    Notice(&'static str),
    Bio,
}

struct Table {
    whole: HashSet<&'static str>,
    comments: HashSet<&'static str>,
    finder: AhoCorasick,
    kinds: Vec<Kind>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut words: Vec<(&str, Kind)> = Vec::new();
    words.extend(each(LEADS).map(|lead| (lead, Kind::Lead)));
    words.extend(each(HINTS).map(|hint| (hint, Kind::Hint)));
    words.extend(each(BIOS).map(|bio| (bio, Kind::Bio)));
    let halves = each(NOTICES).map(|notice| notice.split_once('…').unwrap_or((notice, "")));
    words.extend(halves.map(|(first, rest)| (first, Kind::Notice(rest))));
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(words.iter().map(|(word, _)| word))
        .expect("the words are few and short");
    let kinds = words.into_iter().map(|(_, kind)| kind).collect();
    Table { whole: each(WHOLE).collect(), comments: each(COMMENTS).collect(), finder, kinds }
});

fn each(rows: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    rows.iter().flat_map(|row| row.split('|'))
}

/// The shape of a line.
pub(crate) fn shape(line: &str) -> Shape {
    let chars = line.chars().take(NOTICE + 1).count();
    if chars > NOTICE {
        return Shape::default();
    }
    let lower = folded(line);
    let table = &*TABLE;
    let whole = lower.trim_matches(|c: char| !c.is_alphabetic());
    let comments = table.comments.contains(whole);
    let mut shape =
        Shape { furniture: comments || table.whole.contains(whole), comments, ..Shape::default() };
    let begin = lower.len() - lower.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    for found in table.finder.find_overlapping_iter(&lower) {
        let rest = &lower[found.end()..];
        match table.kinds[found.pattern().as_usize()] {
            Kind::Lead if found.start() == begin => {
                shape.may_lead = true;
                shape.furniture |= chars <= LEAD && leads_on(rest);
            }
            Kind::Hint => shape.may_lead |= found.start() == begin,
            Kind::Notice(behind) => shape.furniture |= rest.contains(behind),
            Kind::Bio => shape.bio |= lower[..found.start()].split_whitespace().count() <= NAME,
            Kind::Lead => {}
        }
    }
    shape
}

/// Whether nothing comes behind the words that lead elsewhere, or a mark that sets off what they lead to.
fn leads_on(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([':', '：', '|', '»', '>', '→', '►', '▶', '】', ']'])
}

/// A line in the form in which it is compared: small letters, plain apostrophes and blanks.
fn folded(line: &str) -> String {
    let plain = |c| match c {
        '’' | 'ʼ' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    };
    line.chars().flat_map(char::to_lowercase).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_by_its_wording() {
        for line in [
            "Read Also: Which European ports still hold seized yachts?",
            "À lire aussi : Le port rouvre lundi",
            "Lesen Sie auch",
            "👉 Te puede interesar: La foto del barco",
            "延伸閱讀：蘭嶼民宿老闆娘",
            "【関連記事】",
            "관련기사",
            "162 shares",
            "Comments (12)",
            "Sí, quiero",
            "مشاركة",
            "We use cookies to ensure that we give you the best experience on our website.",
            "If you have found a spelling error, please notify us by selecting that text and pressing Ctrl+Enter.",
            "Votre adresse e-mail ne sera pas publiée.",
            "Téléchargez notre application gratuite : radar de pluie.",
            "Подписывайтесь на наш канал",
        ] {
            assert!(shape(line).furniture, "{line}");
        }
    }

    #[test]
    fn what_articles_say_is_none() {
        for line in [
            "Read also by candlelight, the letters moved her.",
            "She shares a flat with two sisters.",
            "Related industries lost 4,000 jobs.",
            "Cookies were baked for the whole street.",
            "Le partage des eaux",
            "Zum Thema wurde der Hafen erst 2019, als ein Kran fiel.",
            "Facebook lost 4 per cent.",
            "",
        ] {
            assert!(!shape(line).furniture, "{line}");
        }
    }

    #[test]
    fn comments_have_headings() {
        assert!(shape("Comments (12)").comments && shape("評論").furniture && !shape("評論家").comments);
        assert!(!shape("No comments were made.").comments);
    }

    #[test]
    fn authors_are_told_by_what_they_do() {
        assert!(shape("Ann Lee is a staff writer at the Mail.").bio);
        assert!(shape("Anna Müller ist Redakteurin im Ressort Wirtschaft.").bio);
        assert!(!shape("The man who was hurt on Monday is a senior of 72 years.").bio);
    }

    #[test]
    fn patterns_are_in_the_form_in_which_lines_are_compared() {
        for table in [WHOLE, COMMENTS, LEADS, HINTS, NOTICES, BIOS] {
            for pattern in each(table) {
                let plain =
                    !pattern.is_empty() && !pattern.contains("  ") && pattern.matches('…').count() < 2;
                assert!(plain && folded(pattern) == pattern, "{pattern}");
            }
        }
    }
}
