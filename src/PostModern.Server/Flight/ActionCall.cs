using PostModern.Flight.Messages;
using PostModern.Server.Flight.Actions;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight;

/// <summary>DoAction and ListActions.</summary>
internal static class ActionCall
{
    public static async Task RunAsync(CallContext context)
    {
        var action = await context.Call.ReadRequestAsync(PostModern.Flight.Messages.Action.Parser);
        if (await ActionTable.Get(action.Type)(context, action.Body) is { } body)
        {
            await context.Call.WriteAsync(new Result { Body = body });
        }
    }

    public static async Task ListAsync(CallContext context)
    {
        foreach (var (type, (description, _)) in ActionTable.All)
        {
            await context.Call.WriteAsync(new ActionType { Type = type, Description = description });
        }
    }
}
