//! Small made-up tables of the shapes of downloads of the World Trade Organization.

use crate::Register;
use crate::schedule::{Regime, Schedule, Stated};

fn read(text: &str) -> Schedule {
    Schedule::default().with("wto.csv", text, Register::shipped()).unwrap()
}

/// Lines as `IMPORTER CODE what`, in their order.
fn lines(schedule: &Schedule) -> Vec<String> {
    let line = |l: &crate::schedule::Line| {
        let stated = match &l.stated {
            Stated::Duty(duty) => duty.to_string(),
            Stated::Between(least, most) => format!("{least} to {most}"),
            Stated::Average(average) => format!("average {average}"),
        };
        let regime = match &l.regime {
            Regime::Origin(country) => format!(" of {country}"),
            _ => String::new(),
        };
        format!("{} {} {stated}{regime}", l.importer, l.hs.digits())
    };
    schedule.lines().iter().map(line).collect()
}

const FACILITY: &str = "Reporter,Year,Base nomenclature,HS level,HS,Number of subheadings,Number of lines,\
    Number of AVDuties,Average of AV Duties,Minimum AV Duty,Maximum AV Duty,Duty free AV Duties,Number of non AVDuties,\
    List of non AVDuties,List of unit values,Exchange rate,Import value,HS description\n\
    India,2022,HS2022,6,300490,1,2,2,10.00,10.00,10.00,0,0,,,,1000,Medicaments\n\
    European Union,2022,HS2022,6,610910,1,1,1,12,12,12,0,0,,,,1000,T-shirts\n\
    \"Korea, Republic of\",2022,HS2022,6,870323,1,3,3,6,0,8,1,0,,,,1000,Cars\n\
    Russian Federation,2022,HS2022,6,90230,1,2,2,5,5,5,0,0,,,,1000,Tea\n\
    Russian Federation,2022,HS2022,4,902,4,8,8,5,0,8,0,0,,,,1000,Tea\n\
    European Union,2022,HS2022,6,100630,1,2,0,,,,0,2,175 EUR/t; 65 EUR/t,,,1000,Rice\n\
    Atlantis,2022,HS2022,6,300490,1,1,1,5,5,5,0,0,,,,0,Medicaments\n";

#[test]
fn the_tariff_download_facility_is_read_as_it_comes() {
    let schedule = read(FACILITY);
    let expected =
        ["IN 300490 10%", "EU 610910 12%", "KR 870323 0 to 8", "RU 090230 5%"].map(str::to_owned);
    assert_eq!(lines(&schedule), expected);
    let told = schedule.left_out.join("\n");
    for part in [
        "1 rows left out: chapters, headings",
        "2 rows refused",
        "2 lines have no rate in per cent (175 EUR/t; 65 EUR/t)",
        "\"Atlantis\" is not known",
        "wto.csv:8:1",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // As a spreadsheet saves it: words above the header, semicolons, decimal commas.
    let words = "Source: Integrated Database (IDB) notifications.\n\n";
    let semicolons = FACILITY.replace("10.00", "10,00#").replace("\"Korea, Republic of\"", "Korea");
    let semicolons = semicolons.replace(',', ";").replace(";00#", ",00");
    let european = read(&format!("{words}{semicolons}"));
    assert_eq!(lines(&european), expected);
    assert!(european.left_out.join("\n").contains("wto.csv:10:1"), "{:?}", european.left_out);
}

#[test]
fn indicators_of_the_statistics_make_lines_together() {
    let head = "Indicator Category,Indicator Code,Indicator,Reporting Economy Code,Reporting Economy ISO3A Code,\
        Reporting Economy,Partner Economy Code,Partner Economy ISO3A Code,Partner Economy,\
        Product/Sector Classification Code,Product/Sector Classification,Product/Sector Code,Product/Sector,Period Code,\
        Period,Frequency Code,Frequency,Unit Code,Unit,Year,Value Flag Code,Value Flag,Text Value,Value\n";
    let row = |code: &str, reporter: &str, partner: &str, hs: &str, year: &str, value: &str| {
        format!(
            "Tariff indicators,{code},,{reporter},,,{partner},,,HS,Harmonized System,{hs},,A,Annual,A,Annual,PC,Percent,\
             {year},,,,{value}\n"
        )
    };
    let text = [
        head.to_owned(),
        row("HS_A_0010", "356", "000", "300490", "2021", "12"),
        row("HS_A_0020", "356", "000", "300490", "2021", "12"),
        row("HS_A_0010", "356", "000", "300490", "2022", "10"),
        row("HS_A_0020", "356", "000", "300490", "2022", "10"),
        row("HS_A_0010", "918", "000", "870323", "2022", "9.5"),
        row("HS_A_0020", "918", "000", "870323", "2022", "10"),
        row("HS_A_0010", "918", "000", "100630", "2022", "0"),
        row("HS_A_0050", "918", "000", "100630", "2022", "4"),
        row("HS_A_0010", "643", "000", "610910", "2022", "10"),
        row("HS_P_0070", "356", "144", "300490", "2022", "0"),
        row("HS_A_0040", "643", "000", "090230", "2022", "1"),
        row("HS_A_0010", "643", "000", "090230", "2022", "6.5"),
        row("HS_A_0010", "643", "000", "09", "2022", "5"),
        row("TP_A_0010", "643", "000", "300490", "2022", "5"),
    ];
    let schedule = read(&text.concat());
    let mut found = lines(&schedule);
    found.sort();
    assert_eq!(
        found,
        [
            "EU 870323 0 to 10",
            "IN 300490 10%",
            "IN 300490 average 0 of LK",
            "RU 090230 6.5%",
            "RU 610910 average 10",
        ]
    );
    let told = schedule.left_out.join("\n");
    for part in ["an earlier year", "TP_A_0010", "4 lines have no rate", "chapters, headings"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn indicators_of_the_portal_of_tariff_data_are_read() {
    let wide = "reporter_name,reporter_code,year,classification,classification_version,duty_scheme_code,\
        duty_scheme_name,product_code,mtn_categories,simple_average,trade_weighted,duty_free_share\n\
        India,C356,2024,HS,HS22,A0001,\"MFN applied duty\",300490,Chemicals,10,9,0\n\
        India,C356,2024,HS,HS22,A0002,\"MFN statutory (legal/autonomous) duty\",300490,Chemicals,12,12,0\n\
        European Union,U918,2024,MTN,MT4,A0001,\"MFN applied duty\",UNSPECIFIED,Unspecified,4,4,0\n";
    let schedule = read(wide);
    assert_eq!(lines(&schedule), ["IN 300490 average 10"]);
    assert_eq!(schedule.left_out.len(), 2, "{:?}", schedule.left_out);
    // A row a tariff line: the same subheading with other values has a span, and one value is an average.
    let long = "indicator,reporter_code,reporter_name,year,classification_version,product_code,unit,flag,value\n\
        ADB_MFN_applied_duty,C392,Japan,2023,HS22,610910,PC,,10.9\n\
        ADB_MFN_applied_duty,C392,Japan,2023,HS22,640399,PC,,21.6\n\
        ADB_MFN_applied_duty,C392,Japan,2023,HS22,640399,PC,,30\n";
    assert_eq!(lines(&read(long)), ["JP 610910 average 10.9", "JP 640399 21.6 to 30"]);
}
