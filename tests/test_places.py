"""Place names in text: which words are places, which place each one is, and what its point is worth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masdar.arabic import analyse
from masdar.coding.described import find_described
from masdar.coding.places import find_places
from masdar.coding.placing import PlaceMention
from masdar.knowledge.gazetteer import Gazetteer, kilometres

GAZETTEER = Gazetteer.load()


def places(text: str) -> dict[str, PlaceMention]:
    return {text[m.start : m.end]: m for m in find_places(analyse(text), GAZETTEER)}


def names(text: str) -> list[str]:
    return list(places(text))


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # One name, two countries: what else the report tells decides.
        ("قصفت الطائرات السورية مدينة دوما في الغوطة الشرقية قرب دمشق.", "دوما", "SYR"),
        ("أحرق مستوطنون منزلا في قرية دوما جنوب نابلس بالضفة الغربية.", "دوما", "PSE"),
        ("اشتبكت مليشيات ليبية في طرابلس بعد وصول تعزيزات من مصراتة.", "طرابلس", "LBY"),
        ("تجددت الاشتباكات في طرابلس شمال لبنان بين باب التبانة وجبل محسن.", "طرابلس", "LBN"),
        ("قال مسؤول أردني إن الشرطة فرقت محتجين في عمان قرب الدوار الرابع.", "عمان", "JOR"),
        ("هاجم مسلحون نقطة تفتيش في القائم غربي العراق.", "القائم", "IRQ"),
        ("سيطرت فصائل سورية على الباب بعد انسحاب التنظيم نحو الرقة ومنبج.", "الباب", "SYR"),
        ("أطلق الحوثيون صاروخا من البيضاء في اليمن باتجاه مأرب.", "البيضاء", "YEM"),
        ("عقد مجلس النواب الليبي جلسة في البيضاء شرقي ليبيا قرب درنة.", "البيضاء", "LBY"),
        ("انتشرت قوات روسية في أريحا وسراقب بريف إدلب في سوريا.", "أريحا", "SYR"),
        ("اعتقل الجيش الإسرائيلي فلسطينيين في أريحا بالضفة الغربية.", "أريحا", "PSE"),
        # A great city is not its namesake in the country that the report speaks most of.
        ("التقى الرئيس الأمريكي ووزير الخارجية الأمريكي ممثلين عن واشنطن ونيويورك في باريس.", "باريس", "FRA"),
        ("قال وفد أمريكي من تكساس إن المحادثات الأمريكية في جنيف انتهت.", "جنيف", "CHE"),
        ("وصل الوفد إلى مدينة واشنطن قادما من ولاية يوتا الأمريكية.", "واشنطن", "USA"),
    ],
)
def test_the_country_is_that_of_the_report(text: str, name: str, country: str) -> None:
    assert places(text)[name].country == country


@pytest.mark.parametrize(
    "text",
    [
        "قال صالح إن الحل قريب.",  # a person whose name is a town's
        "كتبت صحيفة الشرق الأوسط أن المفاوضات تعثرت.",  # a newspaper
        "درس في جامعة القاهرة ثم صار وزيرا.",  # a university
        "فتح الجندي الباب وخرج.",  # a door
        "وصل الرئيس بشار الأسد إلى مقر البرلمان.",  # a first name
        "قدم المحامي حجة جديدة أمام القاضي.",  # an argument
        "ذكرت قناة الجزيرة أن الاجتماع انتهى.",  # a channel
        "أصدرت الوزارة بيان إدانة في وقت لاحق.",
        "سافر إلى الخارج عن طريق البر.",  # by way of
        "وقع الهجوم في آب الماضي.",  # August, not the town of إب
        "زار الأمين العام مقر حلف شمال الأطلسي.",  # an alliance
        "قالت نيويورك تايمز إن المحكمة طالبت بعقوبة أشد.",  # a newspaper; a penalty, not the town of that spelling
        "انتقد المعارض صلاح الدين دميرطاش محاولات النيل من سمعته.",  # a first name; doing harm
        "أغلقت الطريق بحجة أن الجسر خطر.",  # under the pretext that
        "وقف في شارع مزدحم أمام سجن ناشط معروف.",  # what a street is like; the imprisoning of someone
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert names(text) == []


def test_a_capital_that_speaks_is_a_government() -> None:
    found = places("قالت موسكو إنها سترد، فيما التقى الوزير نظيره في باريس.")
    assert found["موسكو"].use == "government"
    assert found["باريس"].use == "location"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أجرى محادثات في العاصمة المصرية القاهرة.", "القاهرة"),
        ("غادر المبعوث الأممي صنعاء أمس.", "صنعاء"),
        ("نقلت الشحنة من طهران إلى مشهد.", "طهران"),
        ("أعلنت شرطة لندن توقيف رجل.", "لندن"),
        ("تجمع محتجون أمام البيت الأبيض.", "البيت الأبيض"),
        ("الدوحة، قطر (CNN) -- وقعت الوزارة عقدا.", "الدوحة"),
    ],
)
def test_a_capitals_own_ground_is_a_location(text: str, name: str) -> None:
    assert places(text)[name].use == "location"


@pytest.mark.parametrize("name", ["واشنطن", "موسكو"])
def test_ties_between_capitals_are_those_of_governments(name: str) -> None:
    assert places("طلبت أنقرة من واشنطن توضيحا واتهمت موسكو لندن بالكذب.")[name].use == "government"


def test_the_white_house_is_a_government_even_after_in() -> None:
    assert places("قال مسؤول في البيت الأبيض إن القرار قريب.")["البيت الأبيض"].use == "government"


def test_dateline_is_a_location() -> None:
    assert places("دمشق (رويترز) - قال شهود إن دوي انفجارات سمع فجرا.")["دمشق"].use == "location"


def test_clitics_stay_outside_the_span() -> None:
    found = places("وقعت الاشتباكات بحلب وحمص، ثم امتدت لإدلب.")
    assert {"حلب", "حمص", "إدلب"} <= set(found)


def test_unknown_villages_are_places_without_a_geonames_id() -> None:
    found = places("سيطر المقاتلون على قرية الصفصافية الشرقية في مديرية نهم شرقي صنعاء.")
    mention = found["قرية الصفصافية الشرقية"]
    assert mention.geonameid is None
    assert mention.precision == "admin"
    assert mention.country == "YEM"
    assert mention.lat is not None
    assert mention.lon is not None
    assert kilometres(mention.lat, mention.lon, 15.7, 44.45) < 40


def test_dual_noun_of_kind_names_two() -> None:
    found = places("قصف الطيران بلدتي القنيطيرات والدويرات بريف حماة.")
    assert {"القنيطيرات", "الدويرات"} <= {name.removeprefix("و") for name in found}


def test_site_named_after_a_town() -> None:
    mention = places("نقل السجناء من سجن حماة المركزي صباحا.")["سجن حماة المركزي"]
    assert mention.level == "site"
    assert mention.country == "SYR"


def test_division_and_its_town_are_told_apart() -> None:
    found = places("قالت محافظة حلب إن مدينة حلب آمنة.")
    assert found["محافظة حلب"].level == "admin1"
    assert found["مدينة حلب"].level == "locality"


def test_side_of_a_country_is_a_computed_point() -> None:
    mention = places("تعرضت مواقع عسكرية جنوبي سوريا لقصف جوي.")["جنوبي سوريا"]
    syria = GAZETTEER.country("SYR")
    assert syria is not None
    assert syria.lat is not None
    assert mention.lat is not None
    assert mention.lat < syria.lat - 0.5
    assert mention.precision == "approximate"


def test_side_of_a_country_is_no_place_below_one() -> None:
    assert places("شنت الطائرات غارات شمالي العراق.")["شمالي العراق"].level == "country"


def test_names_of_other_languages_are_taken_whole() -> None:
    found = names("أوقف في مقاطعة بارندورف هولنشتاين قرب مدينة كورتي دي بالما.")
    assert found == ["مقاطعة بارندورف هولنشتاين", "مدينة كورتي دي بالما"]


def test_a_list_of_villages_and_a_name_joined_to_and() -> None:
    found = places("دخل الجيش السوري بلدتي الرحيبة وجيرود في ريف دمشق.")
    assert found["جيرود"].country == "SYR"


def test_a_quarter_named_after_a_town_elsewhere_lies_where_the_report_is() -> None:
    found = places("عثر على ألغام في حي الدرعية في مدينة الرقة شمالي سوريا.")
    assert found["حي الدرعية"].country == "SYR"


def test_countryside_with_a_direction() -> None:
    mention = places("استهدفت المدفعية ريف اللاذقية الشمالي الشرقي.")["ريف اللاذقية الشمالي الشرقي"]
    assert mention.lat is not None
    assert mention.lon is not None
    assert mention.lat > 35.6
    assert mention.lon > 35.9


def test_distance_and_direction_give_a_point() -> None:
    # Numbers in digits with the unit; the point lies so far from the town that is told.
    (mention,) = (
        m
        for name, m in places("قتل جنود في كمين على بعد 120 كيلومترا شمال شرق تمبكتو في مالي.").items()
        if "تمبكتو" in name
    )
    assert mention.lat is not None
    assert mention.lon is not None
    assert abs(kilometres(mention.lat, mention.lon, 16.773, -3.007) - 120) < 8
    assert mention.precision == "approximate"


def test_alternatives_are_told() -> None:
    mention = places("اندلعت مواجهات في طرابلس شمال لبنان.")["طرابلس"]
    assert "LBY" in {other["country"] for other in mention.alternatives}


def test_slogan_in_a_hashtag_is_no_place() -> None:
    assert "بيروت" not in names("صور جديدة #انفجار_بيروت")
    assert "محافظة_لحج" in names("قتلى في #محافظة_لحج جنوبي اليمن") or "لحج" in names("قتلى في #محافظة_لحج جنوبي اليمن")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list('ابتدرسعقلمنوهيةءأإآىئ .،#_"()-0123456789\n')), max_size=120))
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str) -> None:
    found = find_places(analyse(text), GAZETTEER)
    last = 0
    for mention in found:
        assert last <= mention.start < mention.end <= len(text)
        assert mention.start_word < mention.end_word
        last = mention.end


def described(text: str) -> dict[str, PlaceMention]:
    document = analyse(text)
    found = find_described(document.words, GAZETTEER, find_places(document, GAZETTEER))
    return {text[m.start : m.end]: m for m in found}


@pytest.mark.parametrize(
    ("text", "name", "country", "level"),
    [
        ("استقبل الوزير ضيوفه في العاصمة الصينية مساء.", "العاصمة الصينية", "CHN", "locality"),
        ("وصلت الفرقة إلى العاصمة الكورية الشمالية.", "العاصمة الكورية الشمالية", "PRK", "locality"),
        ("سقطت قذيفتان داخل الأراضي التركية فجرا.", "الأراضي التركية", "TUR", "country"),
        ("عادت الأسر إلى قراها في الجنوب الشرقي الليبي.", "الجنوب الشرقي الليبي", "LBY", "country"),
        ("أغلق الثلج طرقا في الريف المغربي.", "الريف المغربي", "MAR", "country"),
        ("قالت الشرطة العراقية إن الأمطار أغلقت طرقا في شمال شرقي البلاد.", "شمال شرقي البلاد", "IRQ", "country"),
        ("خرج الآلاف في قطاع غزة، ثم أصيب فتى جنوب القطاع.", "جنوب القطاع", "PSE", "region"),
        ("انتشرت الدوريات على حدود البلاد بأمر من وزير الداخلية التونسي.", "حدود البلاد", "TUN", "country"),
    ],
)
def test_places_that_are_only_described(text: str, name: str, country: str, level: str) -> None:
    mention = described(text)[name]
    assert mention.country == country
    assert mention.level == level


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أوقفت الدورية شاحنة على الحدود مع الأردن.", "الحدود مع الأردن"),
        ("دارت معارك على الحدود بين السودان وتشاد.", "الحدود بين السودان وتشاد"),
        ("عبر المهاجرون الحدود الأميركية المكسيكية ليلا.", "الحدود الأميركية المكسيكية"),
        ("تجمع شبان عند السياج الحدودي.", "السياج الحدودي"),
    ],
)
def test_a_border_has_no_point_and_no_country_of_its_own(text: str, name: str) -> None:
    mention = described(text)[name]
    assert (mention.lat, mention.country, mention.precision) == (None, None, "unknown")


def test_the_land_is_the_country_and_the_capital_its_town() -> None:
    found = described("نقل الجرحى من الأراضي المصرية إلى العاصمة الأردنية.")
    egypt, amman = GAZETTEER.country("EGY"), GAZETTEER.capital("JOR")
    assert egypt is not None
    assert amman is not None
    assert found["الأراضي المصرية"].geonameid == egypt.geonameid
    assert found["العاصمة الأردنية"].geonameid == amman.geonameid


@pytest.mark.parametrize(
    "text",
    [
        "اجتمعوا في العاصمة السورية دمشق.",  # named beside it
        "في طرابلس، العاصمة الليبية، فتحت المدارس.",
        "زار العاصمة الاقتصادية.",  # another town
        "ساعدتهم منظمة بلا حدود.",  # no border
        "كتبت صحيفة البلاد عن الحفل.",  # a newspaper
    ],
)
def test_what_describes_no_place(text: str) -> None:
    assert not {"العاصمة", "العاصمة السورية", "العاصمة الليبية", "حدود", "البلاد"} & set(described(text))


def test_the_country_of_a_report_on_many_is_not_guessed() -> None:
    text = "تحدث مندوبون من فرنسا والصين والبرازيل وكينيا عن الأوضاع في أنحاء البلاد."
    assert described(text)["أنحاء البلاد"].country is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أعلن مكتبه تأجيل زيارته للندن شهرا.", "لندن"),  # the ل of "to" beside that of the name
        ("قصف الطيران السوري مناطق دوما وكفر بطنا.", "كفر بطنا"),  # no particle but "and"
        ("زار أحمد إريتريا الأسبوع الماضي.", "إريتريا"),  # a first name before a country
        ("قالت الشرطة الدنماركية إن الحريق في كوبنهاغن أخمد.", "كوبنهاغن"),
    ],
)
def test_names_in_hard_spots(text: str, name: str) -> None:
    assert name in names(text)


def test_the_article_merged_with_a_particle_stays_in_the_name() -> None:
    assert "للقدس" in names("انتقلت القافلة من أريحا للقدس صباحا.")
