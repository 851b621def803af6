namespace PostModern.Lake.Delta;

/// <summary>Whether a change still means the same after another commit.</summary>
/// <remarks>
/// Delta's "write serializable": a commit that only adds files, without having looked at the table, goes with everything, because the
/// other can be thought of as having come first. So appends never fail, and a DELETE fails only against changes, not against appends.
/// </remarks>
internal static class ConflictRules
{
    /// <returns>The reason why not, as the end of a sentence; null when there is none.</returns>
    public static string? Contradiction(Transaction ours, Commit theirs)
    {
        if (theirs.Actions.Any(a => a is TableMetadata or Protocol))
        {
            return $"version {theirs.Version}, committed meanwhile, changed its columns or settings.";
        }

        if (ours.ChangesMetadata)
        {
            return $"version {theirs.Version} was committed while it was being redefined.";
        }

        if (ours.IsBlindAppend)
        {
            return null;
        }

        if (ours.IsRearrangement)
        {
            // The same rows lie elsewhere: whatever the others wrote meanwhile stays as it is.
            return theirs.Actions.Any(a => a is RemoveFile remove && ours.Removes(remove.Path))
                ? $"version {theirs.Version}, committed meanwhile, changed files that were being rearranged."
                : null;
        }

        if (theirs.Actions.Any(a => a is RemoveFile { DataChange: true } || (a is RemoveFile remove && ours.Removes(remove.Path))))
        {
            return $"version {theirs.Version}, committed meanwhile, removed rows that this statement had read.";
        }

        return theirs.Info?.IsBlindAppend != true && theirs.Actions.Any(a => a is AddFile { DataChange: true })
            ? $"version {theirs.Version}, committed meanwhile, wrote rows that this statement would have had to read."
            : null;
    }
}
