public import SearchIndex

/// How listings are laid out in the engine: which texts are searched and what each counts, which values are columns.
public enum ListingSchema {
    /// The weights of the fields stand here and nowhere else. Words of several fields add up slowly (a saturation of 3);
    /// of Han characters and pairs it counts that they are there and little how often, hence their weights. Average
    /// lengths are those of a real market's titles; they are fixed, so that a listing scores the same however the index
    /// came to be.
    public static let schema = Schema(
        fields: [
            field("title", words: 5, grams: 15, averageWords: 14, averageGrams: 50),
            field("attributes", words: 1.2, grams: 6, averageWords: 8, averageGrams: 12),
            field("category", words: 0.5, grams: 5, averageWords: 6, averageGrams: 12),
            openingField, descriptionField, shopField,
            TextField(
                name: "categories", content: .labels,
                scoring: [
                    TextField.Scoring(weight: 0), TextField.Scoring(weight: 0),
                    TextField.Scoring(weight: 1, lengthNormalization: 0, averageLength: 1),
                ]),
        ],
        columns: [
            Column(name: version, kind: .integer), Column(name: price, kind: .integer),
            Column(name: created, kind: .integer), Column(name: seller, kind: .integer),
            Column(name: category, kind: .keyword), Column(name: condition, kind: .keyword),
            Column(name: region, kind: .keyword), Column(name: shipsTo, kind: .keywords),
            Column(name: completeness, kind: .integer), Column(name: currency, kind: .keyword),
            Column(name: attributes, kind: .keywords),
        ], saturation: 3)

    /// A description begins with what the thing is, like a second title, and goes on with what it has and what it goes
    /// with: words count by their share of it. What its beginning says counts once more. Of Han text the beginning counts
    /// as the rest does.
    private static let openingField = TextField(
        name: "opening", scoring: [TextField.Scoring(weight: 0.5, lengthNormalization: 0, averageLength: 1)])

    private static let descriptionField = TextField(
        name: "description",
        scoring: [
            TextField.Scoring(weight: 0.2, lengthNormalization: 0.9, averageLength: 50),
            TextField.Scoring(weight: 2, lengthNormalization: 0.75, averageLength: 100),
        ])

    /// The seller's name says who sells, and little of what. A term counts by its share of the name and no more often: a
    /// name of one word is worth less than a tenth of a title's usual word, one that says a word ten times no more, and a
    /// word of the longest title is still worth more, with everything that ranking adds.
    private static let shopField = TextField(
        name: shop,
        scoring: [
            TextField.Scoring(weight: 0.3, lengthNormalization: 1, averageLength: 1),
            TextField.Scoring(weight: 1.2, lengthNormalization: 1, averageLength: 1),
        ])

    static let shop = "shop"
    public static let version = "version"
    public static let price = "price_minor"
    public static let created = "created_milliseconds"
    public static let seller = "seller"
    /// The path of categories from the root: `3/17/`.
    public static let category = "category_path"
    public static let condition = "condition"
    public static let region = "region"
    public static let shipsTo = "ships_to"
    /// How much a listing says of itself, in hundredths.
    public static let completeness = "completeness"
    /// Of the price, by ISO 4217.
    public static let currency = "currency"
    /// What shoppers filter and count by (`AttributeValue`).
    public static let attributes = "attribute_values"

    /// Long titles are a habit of sellers and no fault: length is held against a text less than BM25's usual 0.75.
    private static func field(
        _ name: String, words: Float, grams: Float, averageWords: Float, averageGrams: Float
    ) -> TextField {
        TextField(
            name: name,
            scoring: [
                TextField.Scoring(weight: words, lengthNormalization: 0.4, averageLength: averageWords),
                TextField.Scoring(weight: grams, lengthNormalization: 0.4, averageLength: averageGrams),
            ])
    }
}
