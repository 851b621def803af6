using PostModern.Arrow.Errors;

namespace PostModern.Server.Grpc;

/// <summary>The kinds of failures as programs of other languages spell them: INVALID_INPUT. Clients compare these, so they never change.</summary>
internal static class ErrorReasons
{
    private static readonly Dictionary<ErrorCode, string> Reasons = Enum.GetValues<ErrorCode>().ToDictionary(code => code, Spell);

    public static string Of(ErrorCode code) => Reasons[code];

    private static string Spell(ErrorCode code) => string.Concat(code.ToString().Select(Spell));

    private static string Spell(char letter, int index) =>
        index > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString();
}
