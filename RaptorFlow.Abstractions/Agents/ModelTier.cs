namespace RaptorFlow.Agents;

/// <summary>How capable, and how dear, a model an agent asks for. The router chooses the model.</summary>
public enum ModelTier
{
    /// <summary>Cheap and fast; the default for research and checks.</summary>
    Economy,

    /// <summary>For writing and review.</summary>
    Balanced,

    /// <summary>For strategy and arbitration.</summary>
    Premium,
}
