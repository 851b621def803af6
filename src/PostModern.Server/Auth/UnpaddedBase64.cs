using System.Diagnostics.CodeAnalysis;

namespace PostModern.Server.Auth;

/// <summary>Base64 without the = at its end, as in hashes that are kept as text.</summary>
internal static class UnpaddedBase64
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <returns>False unless <paramref name="text"/> says exactly <paramref name="length"/> bytes.</returns>
    public static bool TryDecode(string text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[length];
        var isWhole = Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), buffer, out var written) && written == length;
        bytes = isWhole ? buffer : null;
        return isWhole;
    }
}
