namespace PostModern.Models.Tokenizers.Characters;

/// <summary>Unicode's normalisation forms.</summary>
internal enum NormalForm
{
    /// <summary>Canonical composition.</summary>
    Nfc,

    /// <summary>Canonical decomposition.</summary>
    Nfd,

    /// <summary>Compatibility decomposition, then composition.</summary>
    Nfkc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,
}
