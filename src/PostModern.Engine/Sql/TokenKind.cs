namespace PostModern.Engine.Sql;

internal enum TokenKind
{
    /// <summary>An unquoted word: keyword or name.</summary>
    Word,

    /// <summary>A "quoted name".</summary>
    QuotedName,

    /// <summary>'text', E'text' or $tag$text$tag$.</summary>
    String,

    Number,

    /// <summary>$1, $name or ?.</summary>
    Parameter,

    /// <summary>An operator or a piece of punctuation.</summary>
    Symbol,
}
