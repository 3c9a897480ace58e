package dev.trivet.stack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who may know whom, over all rooms. */
class ArchitectureTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final List<String> ROOMS =
            List.of("common", "api-service", "session-service", "ratelimit-service", "stack", "stack/servers");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPaths(ROOMS.stream()
                    .map(room -> HOME.resolve(room).resolve("target/classes"))
                    .toList());

    /** Packages that are nothing but edge: what all services share of Redis and HTTP, and what streams requests. */
    private static final String[] EDGE_PACKAGES = {
        "dev.trivet.gateway.proxy..",
        "dev.trivet.common.redis..",
        "dev.trivet.common.http..",
        "dev.trivet.common.problem..",
        "dev.trivet.common.health.."
    };

    /** What marks a class as the edge of its feature. */
    private static final List<String> EDGE_MARKS = List.of(
            "jakarta.inject.Singleton",
            "jakarta.enterprise.context.ApplicationScoped",
            "jakarta.ws.rs.Path",
            "io.quarkus.logging.LoggingFilter",
            "io.smallrye.config.ConfigMapping");

    /** Edges that carry no mark, because others make them. */
    private static final List<String> EDGES = List.of("TieredCache", "Answers", "DatabaseUrlSource", "Access");

    @Test
    void theRoomsAreAllHere() {
        assertThat(ROOMS).allMatch(room -> Files.isDirectory(HOME.resolve(room).resolve("target/classes")));
        assertThat(OURS.size()).isGreaterThan(100);
    }

    @Test
    void commonKnowsNoService() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.trivet.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.trivet.api..", "dev.trivet.session..", "dev.trivet.gateway..", "dev.trivet.stack.."));
    }

    @Test
    void servicesKnowNoOtherService() {
        check(slices().matching("dev.trivet.(api|session|gateway)..").should().notDependOnEachOther());
    }

    @Test
    void featuresDoNotGoInCircles() {
        for (String service : List.of("common", "api", "session", "gateway")) {
            check(slices().matching("dev.trivet." + service + ".(*)..").should().beFreeOfCycles());
        }
    }

    /** The core of a feature is plain Java: it can be proven in milliseconds, and read without knowing any framework. */
    @Test
    void aFeaturesCoreKnowsNoCdiNoRedisAndNoHttp() {
        check(noClasses()
                .that(not(DescribedPredicate.describe("are at the edge", ArchitectureTest::isEdge)))
                .and()
                .resideOutsideOfPackages(EDGE_PACKAGES)
                .and()
                .resideOutsideOfPackages("dev.trivet.stack..", "dev.trivet.servers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "jakarta.ws.rs..",
                        "io.quarkus..",
                        "io.vertx.core.http..",
                        "io.vertx.ext..",
                        "io.vertx.redis..",
                        "io.vertx.mutiny.."));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        for (String room : ROOMS) {
            try (var files = Files.walk(HOME.resolve(room).resolve("src/main/java"))) {
                List<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .toList();
                assertThat(packages).allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
            }
        }
    }

    @Test
    void nobodyIsAnImplOrAUtil() {
        check(classes()
                .should()
                .haveSimpleNameNotEndingWith("Impl")
                .andShould()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper"));
    }

    private static boolean isEdge(JavaClass type) {
        return EDGE_MARKS.stream().anyMatch(type::isAnnotatedWith)
                || EDGES.contains(type.getSimpleName())
                || type.getSimpleName().endsWith("Beans")
                || type.getEnclosingClass().map(ArchitectureTest::isEdge).orElse(false);
    }

    private static void check(ArchRule rule) {
        rule.check(OURS);
    }
}
