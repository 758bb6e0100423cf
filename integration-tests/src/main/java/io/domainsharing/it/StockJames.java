// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An unmodified James: the class path of a server and of the command line, and the Java that runs it.
 *
 * <p>{@code -Djames.server} names the kind ({@link ServerKind}), {@code -Djames.home} a folder with JARs in it, in {@code lib/},
 * {@code libs/} or {@code *.lib/} (or a class path) and {@code -Djames.java} a java command; by default the artefacts fetched from
 * Maven Central by the module {@code stock-james} and the running JDK. {@code -Djames.jpa.home} and {@code -Djames.jpa.java} are
 * the same for the server with JPA and ActiveMQ, by default that of the module {@code jpa-james}. See docs/compatibility.md.
 *
 * @param openJpa the JAR of OpenJPA, which is an agent of that server as well
 */
record StockJames(ServerKind kind, String java, String classPath, String server, Optional<String> openJpa) {
    private static final String OUR_JPA_SERVER = "io.domainsharing.it.jpa.JpaServer";
    private static final String RABBITMQ_SERVER = "io.domainsharing.it.rabbitmq.RabbitMqServer";
    private static final String COMMAND_LINE = "org.apache.james.cli.ServerCmd";

    /** The server that the tests start, but for those that name another one. */
    static StockJames underTest() {
        ServerKind kind = ServerKind.underTest();
        String classPath =
                classPath(System.getProperty("james.home", Checkout.stockJames().toString()));
        return new StockJames(kind, java("james.java"), classPath, kind.server(), openJpa(classPath));
    }

    /** The server that keeps mailboxes in a database and queues in ActiveMQ. */
    static StockJames jpa() {
        String classPath = classPath(
                System.getProperty("james.jpa.home", Checkout.jpaJames().toString()));
        String own = ServerKind.JPA.server();
        String server = has(classPath, own.replace('.', '/') + ".class") ? own : OUR_JPA_SERVER;
        return new StockJames(ServerKind.JPA, java("james.jpa.java"), classPath, server, openJpa(classPath));
    }

    /** The server that keeps mailboxes in a database and queues in RabbitMQ. */
    static StockJames rabbitmq() {
        String classPath = classPath(Checkout.rabbitmqJames().toString())
                + File.pathSeparator
                + String.join(File.pathSeparator, jarsIn(Checkout.jpaJames()));
        return new StockJames(ServerKind.JPA, runningJava(), classPath, RABBITMQ_SERVER, openJpa(classPath));
    }

    private static Optional<String> openJpa(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(jar -> Path.of(jar).getFileName().toString().matches("openjpa-[0-9.]*\\.jar"))
                .findFirst();
    }

    private static String java(String property) {
        return System.getProperty(property, runningJava());
    }

    private static String runningJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Whether it is James 3.9 or later, whose API has {@code jakarta.*} where that of 3.8 has {@code javax.*}. */
    boolean isJakarta() {
        return has(classPath, "jakarta/mail/Message.class");
    }

    /** One of its JARs, by how its name begins. */
    String library(String beginning) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This James has no " + beginning));
    }

    private static boolean has(String classPath, String resource) {
        URL[] urls = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(StockJames::url)
                .toArray(URL[]::new);
        try (URLClassLoader james = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            return james.findResource(resource) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of a server whose files are in {@code folder}; {@code flags} come before our own. */
    List<String> server(Path folder, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(java));
        // C1 only: these servers live for seconds, and two cores are shared by three of them.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto"));
        openJpa.ifPresent(jar -> command.add("-javaagent:" + jar));
        command.addAll(flags);
        command.addAll(List.of(
                "-Djdk.tls.ephemeralDHKeySize=2048",
                "-Dworking.directory=" + folder,
                "-Dlogback.configurationFile=" + folder.resolve("conf/logback.xml"),
                "-Dextra.props=" + folder.resolve("conf/jvm.properties"),
                "-cp",
                classPath,
                server));
        return List.copyOf(command);
    }

    /** The command of james-cli with these arguments. */
    List<String> commandLine(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dlogback.configurationFile=nowhere.xml",
                "-cp",
                classPath,
                COMMAND_LINE));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static URL url(String file) {
        try {
            return Path.of(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file, e);
        }
    }

    private static String classPath(String home) {
        if (home.contains(File.pathSeparator)) {
            return home;
        }
        Path folder = Path.of(home);
        // As they are built, as James's own archive has them, and as its image has them.
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> libraries = entries.filter(Files::isDirectory)
                    .filter(entry -> entry.getFileName().toString().matches("libs?|.*\\.lib"))
                    .toList();
            String jars = Stream.concat(Stream.of(folder), libraries.stream())
                    .flatMap(library -> jarsIn(library).stream())
                    // Sorted: a class data archive is valid for one order of the class path only.
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
            return jars.isEmpty() ? home : jars;
        } catch (IOException e) {
            throw new UncheckedIOException(home, e);
        }
    }

    private static List<String> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
