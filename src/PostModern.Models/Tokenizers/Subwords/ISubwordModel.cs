namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Turns parts of a text into tokens of a vocabulary. Safe for concurrent use.</summary>
internal interface ISubwordModel
{
    /// <summary>The token's id; null when there is none.</summary>
    int? IdOf(string token);

    /// <summary>The id's token; null when there is none.</summary>
    string? TokenOf(int id);

    /// <summary>Adds a part's ids to a list.</summary>
    void Encode(string part, List<int> ids);
}
