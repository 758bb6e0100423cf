// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the two JARs as the build left it. */
record ExtensionJar(Path file, TreeMap<String, ClassFile> classes) {
    /** @param property the system property that names the file */
    static ExtensionJar of(String property) {
        Path file = Path.of(System.getProperty(property));
        TreeMap<String, ClassFile> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    ClassFile type = new ClassFile(jar.getInputStream(entry).readAllBytes());
                    classes.put(type.name(), type);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return new ExtensionJar(file, classes);
    }

    /** Every text in every class. */
    Set<String> texts() {
        return classes.values().stream()
                .flatMap(type -> type.texts().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What it takes from others, but for the Java platform. The annotations of packages are nothing that runs. */
    Set<Reference> outside() {
        return classes.values().stream()
                .filter(type -> !type.name().endsWith("/package-info"))
                .flatMap(type -> type.references().stream())
                .filter(reference -> !classes.containsKey(reference.owner()))
                .filter(reference -> !reference.owner().startsWith("java/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** It on top of a class path: files and folders, or one folder whose JARs, or those in its {@code lib/}, are meant. */
    URLClassLoader with(String classPath) {
        List<URL> urls = new ArrayList<>(List.of(url(file)));
        for (String element : classPath.split(File.pathSeparator, -1)) {
            Path lib = Files.isDirectory(Path.of(element, "lib")) ? Path.of(element, "lib") : Path.of(element);
            jarsIn(lib).stream().map(ExtensionJar::url).forEach(urls::add);
            urls.add(url(lib));
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file.toString(), e);
        }
    }
}
