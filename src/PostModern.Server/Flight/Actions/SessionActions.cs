using Google.Protobuf;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Session options and the session's end. There is one catalog and one default schema, so both options have one value.</summary>
internal static class SessionActions
{
    private const string Catalog = "catalog";
    private const string DbSchema = "schema";

    public static async Task<ByteString?> CloseAsync(CallContext context, ByteString body)
    {
        await context.Server.Sessions.CloseAsync(context.Session);
        return new CloseSessionResult { Status = CloseSessionResult.Types.Status.Closed }.ToByteString();
    }

    public static Task<ByteString?> GetOptionsAsync(CallContext context, ByteString body)
    {
        var result = new GetSessionOptionsResult();
        foreach (var (name, value) in OptionsOf(context.Session))
        {
            result.SessionOptions[name] = new SessionOptionValue { StringValue = value };
        }

        return Task.FromResult<ByteString?>(result.ToByteString());
    }

    /// <summary>The call always succeeds; options that can't be set are listed in its result.</summary>
    public static Task<ByteString?> SetOptionsAsync(CallContext context, ByteString body)
    {
        var known = OptionsOf(context.Session);
        var result = new SetSessionOptionsResult();
        foreach (var (name, value) in SetSessionOptionsRequest.Parser.ParseFrom(body).SessionOptions)
        {
            if (Check(known, name, value) is { } error)
            {
                result.Errors[name] = new SetSessionOptionsResult.Types.Error { Value = error };
            }
        }

        return Task.FromResult<ByteString?>(result.ToByteString());
    }

    private static Dictionary<string, string> OptionsOf(ClientSession session) => new()
    {
        [Catalog] = session.Engine.CurrentCatalog,
        [DbSchema] = session.Engine.CurrentSchema,
    };

    private static SetSessionOptionsResult.Types.ErrorValue? Check(
        Dictionary<string, string> known, string name, SessionOptionValue value) => value.OptionValueCase switch
        {
            _ when !known.ContainsKey(name) => SetSessionOptionsResult.Types.ErrorValue.InvalidName,

            // Nothing set means erase: back to the default, which it is already.
            SessionOptionValue.OptionValueOneofCase.None => null,
            SessionOptionValue.OptionValueOneofCase.StringValue when value.StringValue == known[name] => null,
            _ => SetSessionOptionsResult.Types.ErrorValue.InvalidValue,
        };
}
