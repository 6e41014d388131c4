"""The made-up products. Each text is in the four languages of LOCALES, in that order."""

from typing import Literal

import attrs

LOCALES = ("en-US", "de-DE", "fr-FR", "ja-JP")
DEFAULT_LOCALE = LOCALES[0]

Texts = tuple[str, str, str, str]
CategoryId = Literal["Enterprise_Key", "SmallBusiness_Key", "Nonprofit_Key", "Trial_Key", ""]

MARKETS = ("US", "DE", "FR", "JP")
NONPROFIT_MARKETS = ("US", "DE", "FR")
EMPTY_MARKETS = ("IS",)
"""Markets of the partner without offers."""


@attrs.frozen
class Category:
    """A category of offers."""

    rank: int
    names: Texts


CATEGORIES: dict[CategoryId, Category] = {
    "": Category(0, ("", "", "", "")),  # the category of add-ons
    "Enterprise_Key": Category(20, ("Enterprise", "Großunternehmen", "Grandes entreprises", "大企業")),
    "SmallBusiness_Key": Category(30, ("Small business", "Kleinunternehmen", "Petites entreprises", "小規模企業")),
    "Nonprofit_Key": Category(60, ("Nonprofit", "Gemeinnützige", "Associations", "非営利団体")),
    "Trial_Key": Category(70, ("Trial", "Testversionen", "Essais", "試用版")),
}

_PLAN = "{product} Plan {number}"
PLAN: Texts = (_PLAN, _PLAN, _PLAN, "{product} プラン {number}")
NONPROFIT: Texts = ("{name} (Nonprofit)", "{name} (gemeinnützig)", "{name} (association)", "{name} (非営利団体)")
TRIAL: Texts = ("{product} Trial", "{product} Testversion", "{product} - essai", "{product} 試用版")
_ADD_ON = "{product} {name}"
ADD_ON: Texts = (_ADD_ON, _ADD_ON, _ADD_ON, _ADD_ON)
ADD_ON_DESCRIPTION: Texts = (
    "{description}\r\nNeeds a plan of {product}.",
    "{description}\r\nSetzt einen Plan von {product} voraus.",
    "{description}\r\nNécessite un plan {product}.",
    "{description}\r\n{product} のプランが必要です。",
)


@attrs.frozen
class AddOn:
    """An add-on, sold only to customers who have a plan of its product."""

    names: Texts
    descriptions: Texts
    unit: str = "Add-On Licenses"
    maximum: int = 10_000_000


@attrs.frozen
class Product:
    """A product, sold in plans of which each includes the smaller ones."""

    names: Texts
    descriptions: Texts
    plans: int = 3
    markets: tuple[str, ...] = MARKETS
    nonprofit: bool = False
    trial: tuple[str, int] | None = None
    """The term of its trial: a unit and a number. None if it has no trial."""
    add_ons: tuple[AddOn, ...] = ()


PRODUCTS = (
    Product(
        ("Adatum Analytics", "Adatum Analyse", "Adatum Analyses", "Adatum 分析"),
        (
            "Reports and dashboards from many sources of data.",
            "Berichte und Dashboards aus vielen Datenquellen.",
            "Rapports et tableaux de bord issus de nombreuses sources de données.",
            "さまざまなデータ ソースからのレポートとダッシュボードです。",
        ),
        trial=("Month", 1),
        add_ons=(
            AddOn(
                ("Extra Capacity", "Zusatzkapazität", "Capacité supplémentaire", "追加容量"),
                (
                    "More room for large reports.",
                    "Mehr Platz für große Berichte.",
                    "Plus de place pour les grands rapports.",
                    "大規模なレポートのための容量を追加します。",
                ),
                unit="Gigabytes",
                maximum=5_000,
            ),
        ),
    ),
    Product(
        ("Contoso Documents", "Contoso Dokumente", "Contoso Documents", "Contoso ドキュメント"),
        (
            "Write, calculate and present, together and at the same time.",
            "Schreiben, rechnen und präsentieren, gemeinsam und gleichzeitig.",
            "Écrire, calculer et présenter, ensemble et en même temps.",
            "文書、表計算、プレゼンテーションを同時に共同編集できます。",
        ),
        nonprofit=True,
        trial=("Month", 1),
        add_ons=(
            AddOn(
                ("Extra Storage", "Zusatzspeicher", "Stockage supplémentaire", "追加ストレージ"),
                (
                    "More storage for documents.",
                    "Mehr Speicher für Dokumente.",
                    "Plus de stockage pour les documents.",
                    "ドキュメント用のストレージを追加します。",
                ),
                unit="Gigabytes",
                maximum=100_000,
            ),
        ),
    ),
    Product(
        ("Contoso Mail", "Contoso E-Mail", "Contoso Messagerie", "Contoso メール"),
        (
            "Mail and calendar for every employee.",
            "E-Mail und Kalender für alle Beschäftigten.",
            "Messagerie et calendrier pour tout le personnel.",
            "全従業員のためのメールと予定表です。",
        ),
        nonprofit=True,
        trial=("Month", 1),
        add_ons=(
            AddOn(
                ("Archive", "Archiv", "Archivage", "アーカイブ"),
                (
                    "Keeps mail for ten years.",
                    "Bewahrt E-Mail zehn Jahre lang auf.",
                    "Conserve les messages pendant dix ans.",
                    "メールを 10 年間保存します。",
                ),
            ),
            AddOn(
                ("Encryption", "Verschlüsselung", "Chiffrement", "暗号化"),
                (
                    "Encrypts mail to any recipient.",
                    "Verschlüsselt E-Mail an beliebige Empfänger.",
                    "Chiffre les messages pour tout destinataire.",
                    "任意の宛先へのメールを暗号化します。",
                ),
            ),
        ),
    ),
    Product(
        ("Fabrikam Meetings", "Fabrikam Besprechungen", "Fabrikam Réunions", "Fabrikam 会議"),
        (
            "Meetings with sound, picture and a shared board.",
            "Besprechungen mit Ton, Bild und gemeinsamer Tafel.",
            "Réunions avec le son, l'image et un tableau partagé.",
            "音声、映像、共有ボードを使った会議です。",
        ),
        nonprofit=True,
        trial=("Day", 45),
        add_ons=(
            AddOn(
                ("Dial-In", "Einwahl", "Accès téléphonique", "電話参加"),
                (
                    "Lets guests join by telephone.",
                    "Lässt Gäste per Telefon teilnehmen.",
                    "Permet aux invités de participer par téléphone.",
                    "ゲストが電話で参加できます。",
                ),
            ),
        ),
    ),
    Product(
        ("Fabrikam Telephony", "Fabrikam Telefonie", "Fabrikam Téléphonie", "Fabrikam 電話"),
        (
            "A telephone system in the cloud.",
            "Eine Telefonanlage in der Cloud.",
            "Un standard téléphonique dans le cloud.",
            "クラウド上の電話システムです。",
        ),
        plans=2,
        markets=("US", "DE", "FR"),
        nonprofit=True,
        add_ons=(
            AddOn(
                ("Calls Abroad", "Auslandsgespräche", "Appels internationaux", "国際通話"),
                (
                    "Calls to other countries, 600 minutes a month.",
                    "Gespräche ins Ausland, 600 Minuten im Monat.",
                    "Appels vers l'étranger, 600 minutes par mois.",
                    "月 600 分までの国際通話です。",
                ),
            ),
        ),
    ),
    Product(
        ("Litware Projects", "Litware Projekte", "Litware Projets", "Litware プロジェクト"),
        (
            "Plans, dates and people of every project.",
            "Pläne, Termine und Beteiligte aller Projekte.",
            "Plans, échéances et participants de chaque projet.",
            "すべてのプロジェクトの計画、期日、担当者を管理します。",
        ),
        trial=("Month", 1),
    ),
    Product(
        ("Northwind Sales", "Northwind Vertrieb", "Northwind Ventes", "Northwind 営業"),
        (
            "Customers, leads and orders in one place.",
            "Kunden, Anfragen und Aufträge an einem Ort.",
            "Clients, prospects et commandes au même endroit.",
            "顧客、見込み客、注文をまとめて管理します。",
        ),
        nonprofit=True,
        trial=("Month", 1),
        add_ons=(
            AddOn(
                ("Test Instance", "Testinstanz", "Instance de test", "テスト インスタンス"),
                (
                    "One more instance, for trying things out.",
                    "Eine weitere Instanz zum Ausprobieren.",
                    "Une instance de plus, pour les essais.",
                    "検証用のインスタンスを 1 つ追加します。",
                ),
                unit="Instances",
                maximum=75,
            ),
        ),
    ),
    Product(
        ("Northwind Service", "Northwind Kundendienst", "Northwind Service client", "Northwind サービス"),
        (
            "Requests of customers, from the first call to the answer.",
            "Anfragen von Kunden, vom ersten Anruf bis zur Antwort.",
            "Demandes des clients, du premier appel à la réponse.",
            "最初の電話から回答まで、顧客の問い合わせを管理します。",
        ),
        markets=("US", "FR", "JP"),
        trial=("Day", 45),
    ),
    Product(
        ("Tailspin Backup", "Tailspin Datensicherung", "Tailspin Sauvegarde", "Tailspin バックアップ"),
        (
            "Daily copies of mail and documents.",
            "Tägliche Kopien von E-Mail und Dokumenten.",
            "Copies quotidiennes des messages et des documents.",
            "メールとドキュメントを毎日コピーします。",
        ),
        plans=2,
        nonprofit=True,
        add_ons=(
            AddOn(
                ("Long Retention", "Langzeitaufbewahrung", "Conservation longue", "長期保存"),
                (
                    "Keeps each copy for seven years.",
                    "Bewahrt jede Kopie sieben Jahre lang auf.",
                    "Conserve chaque copie pendant sept ans.",
                    "各コピーを 7 年間保存します。",
                ),
            ),
        ),
    ),
    Product(
        ("Woodgrove Identity", "Woodgrove Identität", "Woodgrove Identité", "Woodgrove ID"),
        (
            "One sign-in for everything, with a second factor.",
            "Eine Anmeldung für alles, mit zweitem Faktor.",
            "Une seule connexion pour tout, avec un second facteur.",
            "2 要素認証によるシングル サインオンです。",
        ),
        nonprofit=True,
        trial=("Month", 1),
    ),
)

COMPUTE = Product(
    ("Relecloud Compute", "Relecloud Rechenleistung", "Relecloud Calcul", "Relecloud コンピューティング"),
    (
        "Machines by the hour, billed by use.",
        "Rechner nach Stunden, nach Verbrauch abgerechnet.",
        "Machines à l'heure, facturées à l'usage.",
        "時間単位で利用できる従量課金のマシンです。",
    ),
    plans=1,
)
"""The product that is billed by usage."""

LEARNING = Product(
    ("Proseware Learning", "Proseware Lernen", "Proseware Formation", "Proseware 学習"),
    (
        "Courses and exams for schools.",
        "Kurse und Prüfungen für Schulen.",
        "Cours et examens pour les écoles.",
        "学校のためのコースと試験です。",
    ),
    plans=1,
)
"""The product whose offer has every property of the contract, also those that no recorded response had."""
