using System.Security.Cryptography;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Tickets;

/// <summary>Signs what clients carry back to us, so that a ticket is never more than what we gave.</summary>
internal sealed class TicketSigner(byte[] key)
{
    private const int SignatureLength = 16;

    /// <summary>The signature, then the payload.</summary>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        var signed = new byte[SignatureLength + payload.Length];
        payload.CopyTo(signed.AsSpan(SignatureLength));
        Signature(payload).CopyTo(signed.AsSpan());
        return signed;
    }

    /// <summary>The payload of a ticket that this key signed.</summary>
    /// <exception cref="ServerException">InvalidInput: it didn't.</exception>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> signed)
    {
        if (signed.Length > SignatureLength)
        {
            var payload = signed[SignatureLength..];
            if (CryptographicOperations.FixedTimeEquals(Signature(payload.Span), signed.Span[..SignatureLength]))
            {
                return payload;
            }
        }

        throw new ServerException(ErrorCode.InvalidInput, "The ticket was not given by this server, or its key has changed; run the statement again.");
    }

    private ReadOnlySpan<byte> Signature(ReadOnlySpan<byte> payload) =>
        HMACSHA256.HashData(key, payload).AsSpan(0, SignatureLength);
}
