using System.Security.Cryptography.X509Certificates;

namespace PostModern.Server.Auth;

/// <summary>Whose a client certificate is.</summary>
internal static class ClientCertificates
{
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>The subject's common name; null without a certificate, or when it has none.</summary>
    public static string? NameOf(X509Certificate2? certificate) =>
        certificate?.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameOid)
            .Select(part => part.GetSingleElementValue())
            .FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));
}
