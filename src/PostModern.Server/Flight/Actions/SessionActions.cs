using System.Globalization;
using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Engine.Settings;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Session options, which SQL's SET sets as well, and the session's end.</summary>
internal static class SessionActions
{
    public static async Task<ByteString?> CloseAsync(CallContext context, ByteString body)
    {
        await context.Server.Sessions.CloseAsync(context.Session);
        return new CloseSessionResult { Status = CloseSessionResult.Types.Status.Closed }.ToByteString();
    }

    public static Task<ByteString?> GetOptionsAsync(CallContext context, ByteString body)
    {
        var result = new GetSessionOptionsResult();
        foreach (var name in SessionOptions.Names)
        {
            result.SessionOptions[name] = new SessionOptionValue { StringValue = context.Session.Engine.Options.Get(name) };
        }

        return Task.FromResult<ByteString?>(result.ToByteString());
    }

    /// <summary>The call always succeeds; options that can't be set are listed in its result.</summary>
    public static Task<ByteString?> SetOptionsAsync(CallContext context, ByteString body)
    {
        var result = new SetSessionOptionsResult();
        foreach (var (name, value) in SetSessionOptionsRequest.Parser.ParseFrom(body).SessionOptions)
        {
            if (TrySet(context.Session.Engine.Options, name, value) is { } error)
            {
                result.Errors[name] = new SetSessionOptionsResult.Types.Error { Value = error };
            }
        }

        return Task.FromResult<ByteString?>(result.ToByteString());
    }

    private static SetSessionOptionsResult.Types.ErrorValue? TrySet(SessionOptions options, string name, SessionOptionValue value)
    {
        if (!SessionOptions.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return SetSessionOptionsResult.Types.ErrorValue.InvalidName;
        }

        try
        {
            options.Set(name, ToText(value));
            return null;
        }
        catch (ServerException)
        {
            return SetSessionOptionsResult.Types.ErrorValue.InvalidValue;
        }
    }

    /// <summary>The value as SET would take it; null, the default, for one without content, which means to erase.</summary>
    private static string? ToText(SessionOptionValue value) => value.OptionValueCase switch
    {
        SessionOptionValue.OptionValueOneofCase.StringValue => value.StringValue,
        SessionOptionValue.OptionValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        SessionOptionValue.OptionValueOneofCase.Int64Value => value.Int64Value.ToString(CultureInfo.InvariantCulture),
        SessionOptionValue.OptionValueOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        SessionOptionValue.OptionValueOneofCase.StringListValue => string.Join(',', value.StringListValue.Values),
        _ => null,
    };
}
