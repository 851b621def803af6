using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PostModern.Flight.Grpc;

/// <summary>The <c>authorization: Basic …</c> header.</summary>
public static class BasicCredentials
{
    private const string Scheme = "Basic ";

    public static string Encode(string user, string password) =>
        Scheme + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <returns>False when <paramref name="header"/> is no such header.</returns>
    public static bool TryDecode(string? header, [NotNullWhen(true)] out string? user, [NotNullWhen(true)] out string? password)
    {
        (user, password) = (null, null);
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Go's client leaves the padding out.
        var text = header[Scheme.Length..].Trim().TrimEnd('=');
        text += new string('=', (4 - (text.Length % 4)) % 4);
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        (user, password) = (parts[0], parts.Length > 1 ? parts[1] : string.Empty);
        return true;
    }
}
