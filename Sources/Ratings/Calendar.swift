/// Months, weeks and days in UTC, by the proleptic Gregorian calendar; months and weeks are numbers that only have to differ.
enum Calendar {
    /// Months since year 0.
    static func month(ofMilliseconds milliseconds: Int64) -> Int {
        // Days counted from 0000-03-01, so that a leap day ends a year (Hinnant, "chrono-compatible low-level date
        // algorithms").
        let days = Int((Double(milliseconds) / 86_400_000).rounded(.down)) + 719_468
        let era = Int((Double(days) / 146_097).rounded(.down))
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        return (era * 400 + yearOfEra) * 12 + (5 * dayOfYear + 2) / 153
    }

    /// The moment at which a moment's day began.
    static func startOfDay(_ milliseconds: Int64) -> Int64 {
        let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return (rest < 0 ? day - 1 : day) * 86_400_000
    }

    /// Weeks since the Monday before 1970: 1970-01-01 was a Thursday.
    static func week(ofMilliseconds milliseconds: Int64) -> Int {
        Int(((Double(milliseconds) / 86_400_000 + 3) / 7).rounded(.down))
    }
}
