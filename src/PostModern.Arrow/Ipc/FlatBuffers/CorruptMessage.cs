using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Ipc.FlatBuffers;

/// <summary>What every reader of foreign bytes throws.</summary>
internal static class CorruptMessage
{
    /// <param name="where">The table or column.</param>
    /// <param name="what">What is wrong with it.</param>
    public static ServerException Error(string where, string what) =>
        new(ErrorCode.InvalidInput, $"Corrupt Arrow message: {where}: {what}.");
}
