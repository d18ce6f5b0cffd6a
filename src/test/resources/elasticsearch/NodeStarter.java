import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node on the loopback address, launched from this source: its class files are too new for the JDK that
 * compiles the tests. Prints its HTTP port, and ends when its standard input does, so that it cannot outlive its parent.
 */
public class NodeStarter {

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out; // the node makes log lines of what is printed later
        Path home = Path.of(arguments[0]);
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("path.data", arguments[1])
                .put("path.logs", arguments[1])
                .put("cluster.name", "tocsin-test")
                .put("node.name", "node")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", arguments[2])
                .put("transport.port", "0")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        Environment environment =
                InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.configureESLogging();
        LogConfigurator.configure(environment, false);
        Node node = new Node(environment, PluginsLoader.createPluginsLoader(modules(environment.modulesDir()), Set.of(), Map.of(), false));
        node.start();
        out.println("port " + node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort());
        while (System.in.read() >= 0) {
            // Only its end matters.
        }
        Runtime.getRuntime().halt(0);
    }

    /** From 9 on it takes a second argument. */
    @SuppressWarnings("unchecked")
    private static <T> Set<T> modules(Path folder) throws ReflectiveOperationException {
        for (Method method : PluginsLoader.class.getMethods()) {
            if (method.getName().equals("loadModulesBundles")) {
                List<Object> arguments = method.getParameterCount() == 1 ? List.of(folder) : List.of(folder, false);
                return (Set<T>) method.invoke(null, arguments.toArray());
            }
        }
        throw new NoSuchMethodException("loadModulesBundles");
    }
}
