namespace PostModern.Models.Inference;

/// <summary>The tokens of a question and of its answer.</summary>
public readonly record struct TokenUse(long Input, long Output)
{
    public long Total => Input + Output;

    /// <summary>About how many tokens a text has, before a server has counted them: in English one is about four letters, elsewhere fewer.</summary>
    public static long Estimate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (System.Text.Encoding.UTF8.GetByteCount(text) / 4) + 1;
    }
}
