// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL of the Debian package. It refuses to run as root: as root it runs as {@code nobody}, with root's right to read the
 * files of this source tree and no other. One thread at a time.
 */
public final class PostgreSql extends DataServer {
    /** Who may do everything. */
    public static final String USER = "james";

    public static final String PASSWORD = "secret1";
    /** The database that it has for James. */
    public static final String DATABASE = "james";

    private static final String NOBODY = "nobody";
    private static final String NO_GROUP = "nogroup";

    private PostgreSql(String name, String host) {
        super(name, host, "database system is ready to accept connections", "FATAL");
    }

    /** A server with the empty database {@link #DATABASE}, not started yet. */
    public static PostgreSql create(String name, String host) {
        PostgreSql server = new PostgreSql(name, host);
        server.initialise();
        return server;
    }

    private void initialise() {
        write("password", PASSWORD);
        try {
            Path data = Files.createDirectories(file("data"));
            if (isRoot()) {
                Files.setOwner(
                        data,
                        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                "initdb",
                "--pgdata=data",
                "--username=" + USER,
                "--pwfile=password",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
    }

    /** Starts and waits until it takes connections. */
    public PostgreSql start() {
        launch();
        if (query("postgres", "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")
                .isEmpty()) {
            database(DATABASE);
        }
        return this;
    }

    /** Makes an empty database. */
    PostgreSql database(String name) {
        query("postgres", "CREATE DATABASE " + name);
        return this;
    }

    /** Ends it the polite way, whoever is connected, and waits. */
    @Override
    public void stop() {
        if (isRunning()) {
            run("pg_ctl", "stop", "--pgdata=data", "--mode=fast", "--silent");
        }
        super.stop();
    }

    /** Runs SQL in a database, and returns the rows: each a line, with {@code |} between the columns. */
    public String query(String database, String sql) {
        return run(
                        "psql",
                        "--host=" + host(),
                        "--port=" + port(),
                        "--username=" + USER,
                        "--no-psqlrc",
                        "--tuples-only",
                        "--no-align",
                        "--quiet",
                        "--set=ON_ERROR_STOP=1",
                        "--command=" + sql,
                        database)
                .strip();
    }

    /** Where the servers that share it may keep what they do not keep in it. */
    Path blobs() {
        return file("blobs");
    }

    /** Where JDBC finds a database, without account and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ':' + port() + '/' + database;
    }

    @Override
    ProcessBuilder command() {
        List<String> command = asSomebody();
        command.addAll(List.of(
                program("postgres"),
                "-D",
                "data",
                "-c",
                "listen_addresses=" + host(),
                "-c",
                "port=" + port(),
                "-c",
                "unix_socket_directories=",
                // A killed process loses nothing by it, and two nodes of James take 40 connections.
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200"));
        return new ProcessBuilder(command);
    }

    private String run(String program, String... arguments) {
        List<String> command = asSomebody();
        command.add(program(program));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static List<String> asSomebody() {
        return new ArrayList<>(
                isRoot()
                        ? List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NO_GROUP,
                                "--clear-groups",
                                "--inh-caps=+dac_override",
                                "--ambient-caps=+dac_override")
                        : List.of());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "LD_LIBRARY_PATH",
                DebianPackage.POSTGRESQL.libraryPath(),
                "PGPASSWORD",
                PASSWORD,
                "TZ",
                "UTC",
                "LC_ALL",
                "C");
    }

    private static String program(String name) {
        return DebianPackage.POSTGRESQL
                .only("usr/lib/postgresql", "")
                .resolve("bin/" + name)
                .toString();
    }
}
