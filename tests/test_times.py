"""Expressions of time: their spans, their values on the calendar, and which of them dates an event."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masdar.arabic import analyse
from masdar.coding.times import TimeExpression, choose_time, find_times
from masdar.knowledge.calendar import load_calendar
from masdar.knowledge.tables import LexiconError

CALENDAR = load_calendar()
PUBLISHED = date(2018, 8, 29)  # a Wednesday


def times(text: str, published: date | None = PUBLISHED) -> list[TimeExpression]:
    return find_times(analyse(text), published, CALENDAR)


def one(text: str, published: date | None = PUBLISHED) -> tuple[str, str | None]:
    """The words and the EDTF value of the one expression in a text."""
    found = times(text, published)
    assert len(found) == 1, [text[time.start : time.end] for time in found]
    return text[found[0].start : found[0].end], found[0].edtf


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        # Weekdays look back with a past verb, the day of publication included.
        ("قصف الطيران البلدة الأحد", "الأحد", "2018-08-26"),
        ("وصل الوفد الأربعاء إلى المطار", "الأربعاء", "2018-08-29"),
        ("وصل الوفد يوم الخميس إلى المطار", "يوم الخميس", "2018-08-23"),
        ("وصل الوفد الأربعاء الماضي إلى المطار", "الأربعاء الماضي", "2018-08-22"),
        # ... and ahead with a future verb or an adjective.
        ("سيصل الوفد الأحد إلى العاصمة", "الأحد", "2018-09-02"),
        ("سوف تبدأ المحادثات الجمعة", "الجمعة", "2018-08-31"),
        ("تبدأ المحادثات الجمعة المقبل", "الجمعة المقبل", "2018-08-31"),
        ("اللقاء يوم الأربعاء القادم", "يوم الأربعاء القادم", "2018-09-05"),
        # A clitic is left outside where it can be cut off.
        ("قتل جنديان والثلاثاء نقلا", "الثلاثاء", "2018-08-28"),
        # Distances from today; a weekday told with one settles it.
        ("انفجرت سيارة اليوم", "اليوم", "2018-08-29"),
        ("انفجرت سيارة أمس الثلاثاء", "أمس الثلاثاء", "2018-08-28"),
        ("انفجرت سيارة أمس الاثنين", "أمس الاثنين", "2018-08-27"),
        ("انفجرت سيارة أول أمس", "أول أمس", "2018-08-27"),
        ("انفجرت سيارة أمس الأول", "أمس الأول", "2018-08-27"),
        ("تعقد الجلسة غدا", "غدا", "2018-08-30"),
        ("تعقد الجلسة بعد غد", "بعد غد", "2018-08-31"),
        ("أعلن الجيش اليوم (الأربعاء) انسحابه", "اليوم (الأربعاء)", "2018-08-29"),
        # Parts of the day.
        ("وقع الهجوم فجر الاثنين", "فجر الاثنين", "2018-08-27"),
        ("وقع الهجوم بعد ظهر أمس", "بعد ظهر أمس", "2018-08-28"),
        ("وقع الهجوم ليلة الاثنين", "ليلة الاثنين", "2018-08-27"),
        ("وقع الهجوم الليلة الماضية", "الليلة الماضية", "2018-08-28"),
        # Months by all their names, two names of one, with and without a year.
        ("وقع الهجوم في 12 مايو 2017", "12 مايو 2017", "2017-05-12"),
        ("وقع الهجوم في 3 جانفي 2016", "3 جانفي 2016", "2016-01-03"),
        ("وقع الهجوم في كانون الأول/ديسمبر 2015", "كانون الأول/ديسمبر 2015", "2015-12"),
        ("وقع الهجوم في مارس / آذار الماضي", "مارس / آذار الماضي", "2018-03"),
        ("وقع الهجوم في أكتوبر الماضي", "أكتوبر الماضي", "2017-10"),
        ("وقع الهجوم في الثالث من نيسان/أبريل", "الثالث من نيسان/أبريل", "2018-04-03"),
        ("وقع الهجوم في الحادي والعشرين من يونيو", "الحادي والعشرين من يونيو", "2018-06-21"),
        ("تعقد القمة في 12 نوفمبر المقبل", "12 نوفمبر المقبل", "2018-11-12"),
        ("علقت الدولة العلاقات في نوفمبر من العام الماضي", "نوفمبر من العام الماضي", "2017-11"),
        ("وقع الهجوم الأحد 26 أغسطس", "الأحد 26 أغسطس", "2018-08-26"),
        ("قصفت البلدة ١٢ أيار ٢٠١٧", "١٢ أيار ٢٠١٧", "2017-05-12"),
        ("وقع الهجوم في أكتوبر تشرين الأول 2016", "أكتوبر تشرين الأول 2016", "2016-10"),
        ("وقع الهجوم يوم الخميس سابع يونيو", "يوم الخميس سابع يونيو", "2018-06-07"),
        ("وقع الهجوم في الأسبوع الثاني من أبريل الماضي", "الأسبوع الثاني من أبريل الماضي", "2018-04-08/2018-04-14"),
        ("وفي مارس قطعت الدولة علاقاتها", "مارس", "2018-03"),
        # Figures.
        ("بتاريخ 12/8/2018 وصل", "12/8/2018", "2018-08-12"),
        ("بتاريخ 2018-08-12 وصل", "2018-08-12", "2018-08-12"),
        ("بتاريخ 8/25/2018 وصل", "8/25/2018", "2018-08-25"),
        # Years, edges, seasons, decades.
        ("بدأ النزاع عام 2014", "عام 2014", "2014"),
        ("بدأ النزاع في 2011 واستمر", "2011", "2011"),
        ("بدأ النزاع مطلع عام 2014", "مطلع عام 2014", "2014"),
        ("بدأ النزاع أواخر العام الماضي", "أواخر العام الماضي", "2017-12~"),
        ("بدأ النزاع منتصف الشهر الماضي", "منتصف الشهر الماضي", "2018-07"),
        ("بدأ النزاع صيف 2016", "صيف 2016", "2016-06/2016-08"),
        ("بدأ النزاع في التسعينيات", "التسعينيات", "1990/1999"),
        ("قتل كثيرون في الحرب (1950-1953) هناك", "1950-1953", "1950/1953"),
        ("نتائج الانتخابات الرئاسية الأميركية 2016", "2016", "2016"),
        # Units told by where they lie.
        ("هجوم وقع العام الماضي", "العام الماضي", "2017"),
        ("هجوم وقع الشهر الجاري", "الشهر الجاري", "2018-08"),
        ("هجوم وقع الأسبوع الماضي", "الأسبوع الماضي", "2018-08-20/2018-08-26"),
        ("هجوم وقع هذا العام", "هذا العام", "2018"),
        ("أعلن ذلك في وقت سابق من الشهر الجاري", "وقت سابق من الشهر الجاري", "2018-08"),
        ("نفى ذلك في وقت متأخر الاثنين", "وقت متأخر الاثنين", "2018-08-27"),
        # Points and stretches counted from now.
        ("أقيل الوزير قبل يومين", "قبل يومين", "2018-08-27"),
        ("أقيل الوزير قبل شهرين", "قبل شهرين", "2018-06"),
        ("تستمر المعارك منذ ثلاثة أيام", "ثلاثة أيام", "2018-08-26/2018-08-29"),
        ("تستمر المعارك منذ عام 2014", "عام 2014", "2014/2018"),
        ("قتل العشرات خلال الأيام الستة الماضية", "الأيام الستة الماضية", "2018-08-23/2018-08-29"),
        ("قتل العشرات خلال الـ48 ساعة الماضية", "الـ48 ساعة الماضية", "2018-08-27/2018-08-29"),
        ("تواصل القصف لليوم الثالث على التوالي", "لليوم الثالث على التوالي", "2018-08-27/2018-08-29"),
        ("لم تصرف الرواتب منذ عام ونصف", "عام ونصف", "2017-02/2018-08"),
        ("فر المئات قبل أيام", "قبل أيام", "2018-08~"),
        # Ranges.
        ("شنت الطائرات غارات ليل الأحد الاثنين", "ليل الأحد الاثنين", "2018-08-26/2018-08-27"),
        ("دارت معارك بين 3 و5 مايو", "بين 3 و5 مايو", "2018-05-03/2018-05-05"),
        ("حكم من 2011 إلى 2015", "من 2011 إلى 2015", "2011/2015"),
        ("دارت معارك بين نهاية 2016 ومنتصف 2017", "بين نهاية 2016 ومنتصف 2017", "2016-12/2017-06"),
        # The Hijri calendar (Umm al-Qura).
        ("صدر المرسوم في 12 رمضان 1439", "12 رمضان 1439", "2018-05-27"),
        ("صدر المرسوم في 1 محرم 1440 هـ", "1 محرم 1440 هـ", "2018-09-11"),
        ("هجوم في شهر رمضان الماضي", "شهر رمضان الماضي", "2018-05-16/2018-06-14"),
        ("قتل المصلون أول أيام عيد الأضحى", "عيد الأضحى", "2018-08-21"),
    ],
)
def test_expression(text: str, words: str, edtf: str) -> None:
    assert one(text) == (words, edtf)


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("وقع الهجوم مساء الأحد", "TIME", "2018-08-26TEV"),
        ("وقع الهجوم الساعة 10:30 صباح أمس", "TIME", "2018-08-28T10:30"),
        ("وقع الهجوم في الساعة العاشرة والنصف مساء", "TIME", "2018-08-29T22:30"),
        ("استمرت الهدنة ثلاثة أيام", "DURATION", "P3D"),
        ("استمرت الهدنة 48 ساعة", "DURATION", "PT48H"),
        ("استمرت الهدنة خمسة عشر شهرا", "DURATION", "P15M"),
        ("تخرج المسيرات كل جمعة", "SET", "XXXX-WXX-5"),
        ("تخرج المسيرات يوميا", "SET", "P1D"),
        ("تجرى الانتخابات كل عامين", "SET", "P2Y"),
        ("الوضع هادئ حاليا", "DATE", "PRESENT_REF"),
        ("زار الوفد المدينة مؤخرا", "DATE", "PAST_REF"),
        ("في الأسبوع المقبل تبدأ الجولة", "DATE", "2018-W36"),
        ("مضى على الحرب أكثر من 100 دقيقة", "DURATION", "PT100M"),
    ],
)
def test_timex(text: str, type_: str, value: str) -> None:
    found = times(text)
    assert [(time.type, time.value) for time in found] == [(type_, value)]


@pytest.mark.parametrize(
    "text",
    [
        "اجتاحت النيران سوق الاثنين القديم",  # a market that is named for its day
        "أعلنت حركة 20 فبراير رفضها",  # a movement that is named for a day
        "مارس الضغط على الحكومة",  # the verb, not the month
        "استقبل الرئيس رجب طيب أردوغان الوفد",  # a name, not the month
        "اعتقل محمد شعبان في منزله",
        "هبطت درجة الحرارة إلى صفر",
        "قتل أحد عشر جنديا",
        "الأمين العام للحزب",  # "general", not "the year"
        "وزن الشحنة 2000 طن",
        "اندلع حريق في حي مايو جنوب العاصمة",  # a quarter, not the month
    ],
)
def test_no_expression(text: str) -> None:
    assert times(text) == []


# A wrong week or year is worse than none. Each row was once a defect or is next door to one.
@pytest.mark.parametrize(
    ("published", "text", "edtf"),
    [
        # The week that has the turn of the year in it.
        ("2018-01-02", "قتل جنديان الجمعة في كمين", "2017-12-29"),
        ("2018-01-02", "قتل جنديان في 28 ديسمبر", "2017-12-28"),
        ("2018-01-10", "وقعت الهدنة في ديسمبر", "2017-12"),
        ("2018-12-30", "ستبدأ المحادثات في يناير", "2019-01"),
        ("2018-12-31", "تعقد القمة الأربعاء المقبل", "2019-01-02"),
        # The weekday on which the report appeared.
        ("2018-08-29", "قتل جنديان الأربعاء في كمين", "2018-08-29"),
        ("2018-08-29", "قتل جنديان الأربعاء الماضي في كمين", "2018-08-22"),
        ("2018-08-29", "سيلتقي الوزيران الأربعاء المقبل", "2018-09-05"),
        # Tomorrow's weekday, told without a verb in the future.
        ("2018-08-29", "يتوجه الوفد الخميس إلى العاصمة", "2018-08-30"),
        ("2018-08-29", "ينطلق الموكب من الساحة غد الخميس", "2018-08-30"),
        ("2018-08-29", "دعت الوزارة إلى اجتماع طارئ يضم أربع دول الخميس", "2018-08-30?"),
        ("2018-08-29", "قصفت الطائرات الخميس مخزنا", "2018-08-23"),
        ("2018-08-29", "قتل القائد المعروف بتدريب مقاتليه في المعسكر الشمالي الكبير الخميس", "2018-08-23?"),
        ("2018-08-29", "والخميس قتل ثلاثة جنود", "2018-08-23"),
        ("2018-08-29", "ونفت الوزارة ذلك مؤكدة الخميس أن التحقيق مستمر", "2018-08-23"),
        # The days just gone, in a sentence that also speaks of what is to come.
        ("2018-08-29", "سلم الوفد رسالة الثلاثاء بشأن القمة المقبلة", "2018-08-28"),
        ("2018-08-29", "سجن الرجل من دون أن يحدد له موعد الثلاثاء", "2018-08-28"),
        # A day told both ways, in a report dated a day off.
        ("2018-08-29", "تنتهي الهدنة ظهر اليوم الخميس", "2018-08-30"),
        ("2018-08-29", "انتهت الهدنة أمس الاثنين", "2018-08-27"),
        # Months.
        ("2018-08-18", "وفي أكتوبر وجه إليه المحقق تهما", "2017-10"),
        ("2018-08-18", "تعقد القمة في أكتوبر", "2018-10"),
        ("2018-03-04", "تفاوض الحزبان في فبراير على اتفاق، على أن يطرح للتصويت", "2018-02"),
        ("2018-08-29", "كان اللقاء مقررا في العاشر من أغسطس", "2018-08-10"),
        ("2018-08-09", "اقترح أن يسلم الرجل الموقوف منذ مطلع فبراير جوازه", "2018-02/2018-08"),
        ("2018-03-05", "احتجز منذ مارس في العاصمة", "2018-03"),
        ("2018-08-29", "سقطت القذائف في 25 أغسطس وستنظر اللجنة في الأمر", "2018-08-25"),
        ("2018-08-29", "ظل مغلقا لأيام وفي 25 أغسطس سيستأنف العمل كما قيل", "2018-08-25"),
        # Feasts.
        ("2018-06-09", "تبدأ الهدنة مع عيد الفطر", "2018-06-15"),
        ("2018-08-29", "قتل مصلون في عيد الفطر", "2018-06-15"),
    ],
)
def test_week_and_year_are_the_ones_meant(published: str, text: str, edtf: str) -> None:
    assert one(text, date.fromisoformat(published))[1] == edtf


def test_days_that_follow_on_one_another_are_one_time() -> None:
    assert one("يجتمع الوزراء الخميس والجمعة والسبت")[1] == "2018-08-30/2018-09-01"
    found = times("قتل العشرات الاثنين والثلاثاء")
    assert [time.value for time in found] == ["2018-08-27", "2018-08-28"]
    assert {time.edtf for time in found} == {"2018-08-27/2018-08-28"}


def test_year_of_the_second_date_is_the_first_ones_too() -> None:
    assert [time.edtf for time in times("غارات في نوفمبر وديسمبر 2015")] == ["2015-11", "2015-12"]
    assert [time.edtf for time in times("غارات في ديسمبر ويناير 2017")] == ["2016-12", "2017-01"]


def test_since_then_counts_from_the_date_told_last() -> None:
    found = times("سقطت المدينة في 5 مارس 2016. ومنذ ذلك الحين لم يعد أحد.")
    assert [time.edtf for time in found] == ["2016-03-05", "2016-03-05?/2018-08-29"]
    assert [time.edtf for time in times("لم يعد أحد منذ ذلك الحين")] == [None]


def test_dates_told_before_are_leant_on() -> None:
    # The same day, and the day after it.
    found = times("في 5 مارس 2016 سقطت المدينة. وفي اليوم نفسه فر القائد. وفي اليوم التالي أعلنت الهدنة.")
    assert [time.edtf for time in found] == ["2016-03-05", "2016-03-05", "2016-03-06"]
    assert [time.anchor for time in found] == ["told", "before", "before"]


def test_occasion_has_no_year_of_its_own() -> None:
    # The day that names a revolution is not this year's.
    found = times("منذ ثورة 25 يناير تغير الكثير")
    assert [(time.value, time.edtf) for time in found] == [("XXXX-01-25", None)]


def test_two_days_are_two_expressions_with_one_time() -> None:
    found = times("تعقد القمة يومي 10 و11 أكتوبر المقبل")
    assert [time.value for time in found] == ["2018-10-10", "2018-10-11"]
    assert {time.edtf for time in found} == {"2018-10-10/2018-10-11"}


def test_counted_from_an_event_is_not_counted_from_now() -> None:
    assert one("وقع الهجوم قبل ثلاثة أيام من القمة") == ("قبل ثلاثة أيام", None)


def test_without_publication_date_spans_stay_and_values_are_open() -> None:
    found = times("وصل الوفد أمس ثم غادر الجمعة بعد زيارة في 3 مايو وأخرى في 3 مايو 2016", None)
    assert [(time.value, time.edtf) for time in found] == [
        (None, None),
        ("XXXX-WXX-5", None),
        ("XXXX-05-03", None),
        ("2016-05-03", "2016-05-03"),
    ]


def test_impossible_dates_have_no_value() -> None:
    assert [time.edtf for time in times("في 31 فبراير 2018 قيل ذلك")] == [None]


WORDS = (
    "الأحد أمس اليوم غدا بعد قبل منذ كل عام العام الماضي المقبل 2014 12 3 مايو / آذار رمضان 1439 هـ شهر أيام ثلاثة "
    "الساعة 10:30 مساء فجر منتصف بين من إلى و الأول الثاني هذا اليوم نفسه صيف خلال الأيام الستة ( ) ، . يومي و5 31 "
    "99999999 كانون سيصل"
).split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.none() | st.dates())
def test_any_run_of_words_gives_sound_expressions(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    end = 0
    for time in times(text, published):
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end].strip() == text[time.start : time.end]
        assert (time.edtf is None) == (time.precision is None)
        end = time.end


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_weekday_is_within_the_last_seven_days(published: date, back: int) -> None:
    names = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    wanted = published - timedelta(days=back)
    assert one(f"قتل جندي {names[wanted.weekday()]} في كمين", published)[1] == wanted.isoformat()


def chosen(text: str, trigger: str, published: date | None = PUBLISHED, *, verbal: bool = False) -> str | None:
    document = analyse(text)
    index = next(word.index for word in document.words if trigger in (word.text, word.stem))
    time = choose_time(index, document, find_times(document, published, CALENDAR), published, verbal=verbal)
    return text[time.start : time.end] if time else None


def test_time_of_the_same_clause_is_chosen() -> None:
    text = "انفجرت سيارة مفخخة الأحد في السوق، فيما اعتقلت الشرطة رجلين الثلاثاء."
    assert chosen(text, "انفجرت") == "الأحد"
    assert chosen(text, "اعتقلت") == "الثلاثاء"


def test_time_of_a_statement_is_not_that_of_what_it_tells() -> None:
    text = "قال المتحدث الاثنين إن القوات قصفت المستودع وإنها تطالب بالتفتيش."
    assert chosen(text, "قصفت") is None
    # ... but what is said is said then.
    assert chosen(text, "تطالب", verbal=True) == "الاثنين"


def test_no_time_told_gives_none() -> None:
    assert chosen("قصفت الطائرات المستودع.", "قصفت") is None
    assert chosen("قصفت الطائرات المستودع ثلاثة أيام.", "قصفت") is None


def test_time_beside_another_mention_counts() -> None:
    text = "أسفر الهجوم عن قتلى. ووقع الهجوم الجمعة قرب الجسر."
    document = analyse(text)
    first, second = (word.index for word in document.words if word.stem == "الهجوم")
    found = find_times(document, PUBLISHED, CALENDAR)
    assert choose_time(first, document, found, PUBLISHED) is None
    time = choose_time(first, document, found, PUBLISHED, mentions=[second])
    assert time is not None
    assert time.edtf == "2018-08-24"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,month,13,,شهرما", "no number from 1 to 12"),
        ("x,moon,1,,قمر", "is none of"),
        ("x,day,many,,يوما ما", "does not fit"),
        ("x,month,1,maybe,شهرما", "neither empty"),
        ("x,month,1,,", "no forms"),
    ],
)
def test_bad_calendar_row_is_named(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "calendar.csv").write_text(f"id,kind,value,needs,forms\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"calendar\.csv, line 2: .*{reason}"):
        load_calendar([tmp_path])


def test_own_rows_are_read(tmp_path: Path) -> None:
    (tmp_path / "calendar.csv").write_text("id,kind,value,needs,forms\nmine,month,4,,ابرير\n", encoding="utf-8")
    found = find_times(analyse("في 3 ابرير 2015"), None, load_calendar([tmp_path]))
    assert [time.edtf for time in found] == ["2015-04-03"]
