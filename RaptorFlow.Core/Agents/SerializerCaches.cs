using System.Reflection;
using System.Reflection.Metadata;
using System.Text.Json;

namespace RaptorFlow.Core.Agents;

/// <summary>
/// The serializer keeps what it compiled to read and write members for the whole process, whatever options it was for, and drops
/// what was not used for a second only when it compiles the next. That pins an unloaded guild's types, so the cache is emptied, in
/// the way in which the runtime tells libraries that types were replaced.
/// </summary>
internal static class SerializerCaches
{
    private static readonly Action<Type[]?>? Empty = typeof(JsonSerializer).Assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()
        .Select(a => a.HandlerType.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])]))
        .OfType<MethodInfo>().Select(m => m.CreateDelegate<Action<Type[]?>>()).FirstOrDefault();

    public static void Clear() => Empty?.Invoke(null);
}
