namespace RaptorFlow.Core.Agents;

/// <summary>Settles what two guilds both claim: a name, an agent's code or a workflow belongs to the first folder in order; the later guild is faulted.</summary>
public static class GuildConflicts
{
    /// <param name="guilds">What was loaded, in order. What is faulted for a conflict is not unloaded here.</param>
    public static IReadOnlyList<LoadedGuild> Resolve(IReadOnlyList<LoadedGuild> guilds)
    {
        var owners = new Dictionary<string, string>();
        var settled = new List<LoadedGuild>();
        foreach (var guild in guilds)
        {
            if (guild.State != GuildState.Ready)
            {
                settled.Add(guild);
                continue;
            }
            string[] claims = [$"guild name '{guild.Name}'", .. guild.Agents.Select(a => $"agent code '{a.Card.Code}'"), .. guild.Workflows.Select(w => $"workflow '{w.Name}'")];
            var taken = claims.Where(owners.ContainsKey).Select(c => $"{c} is already used by {owners[c]}.").ToList();
            if (taken.Count > 0)
            {
                // Its own name may be the one taken; the folder tells the two apart.
                settled.Add(LoadedGuild.Faulted(guild.Folder, taken, owners.ContainsKey(claims[0]) ? null : guild.Name, guild.Fingerprint, inConflict: true));
                continue;
            }
            foreach (var claim in claims)
                owners[claim] = guild.Name;
            settled.Add(guild);
        }
        return settled;
    }
}
