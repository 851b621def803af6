using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>What may stand as a link.</summary>
internal static class HttpLocation
{
    /// <summary>Longer ones are refused by most servers, too.</summary>
    private const int Longest = 8192;

    /// <exception cref="ServerException">InvalidInput: no absolute http or https URL, or one with a password.</exception>
    public static Uri Parse(string text)
    {
        if (text.Length > Longest || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || !IsHttp(uri))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{Shortened(text)}' is no link. Write an absolute URL such as https://shop.example/photo.jpg.");
        }

        return uri.UserInfo.Length == 0
            ? WithoutFragment(uri)
            : throw new ServerException(
                ErrorCode.InvalidInput, $"The link to '{uri.Host}' holds a user name or password, which is not sent on. Remove what stands before the @.");
    }

    /// <summary>Where an answer redirects to.</summary>
    /// <exception cref="ServerException">PermissionDenied: not to http or https, or with a password. InvalidInput: to nothing.</exception>
    public static Uri Redirected(Uri from, string? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var to))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{from}' redirects, but not to a URL (Location is '{Shortened(location ?? "")}').");
        }

        if (!IsHttp(to) || to.UserInfo.Length > 0)
        {
            var what = IsHttp(to) ? "a URL with a user name" : $"the scheme '{to.Scheme}:'";
            throw new ServerException(ErrorCode.PermissionDenied, $"'{from}' redirects to {what}, which is not followed. Only http: and https: are.");
        }

        return WithoutFragment(to);
    }

    private static bool IsHttp(Uri uri) => (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;

    private static Uri WithoutFragment(Uri uri) => uri.Fragment.Length == 0 ? uri : new Uri(uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
