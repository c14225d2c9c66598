# Rscript peers.R SHARED_DATA OUT.csv: what R's spdep and classInt need for the work of bench_stats on the same file, one
# thread; medians of five runs, of three or one where R needs long. Debian: apt-get install r-cran-spdep r-cran-sf r-cran-classint
suppressMessages({library(sf); library(spdep); library(classInt)})
sf_use_s2(FALSE)
given <- commandArgs(trailingOnly = TRUE)
zip <- file.path(given[1], "boundaries/LSOA_2021_England_generalised.zip")
england <- st_transform(st_read(paste0("/vsizip/", zip), quiet = TRUE), 27700)
scores <- read.csv(file.path(given[1], "deprivation/IoD2025_England_LSOA21_IMD_Crime.csv"), check.names = FALSE)
scores <- scores[match(england$LSOA21CD, scores[[1]]), ]
imd <- scores[["Index of Multiple Deprivation (IMD) Score"]]
crime <- scores[["Crime Score"]]
stopifnot(!anyNA(imd), !anyNA(crime))
rows <- c("work,peer,seconds")
measure <- function(work, peer, expression, runs = 5) {
  call <- substitute(expression)
  frame <- parent.frame()
  seconds <- sapply(seq_len(runs), function(i) { gc(FALSE); system.time(eval(call, frame))[["elapsed"]] })
  rows <<- c(rows, sprintf("%s,%s,%.4f", work, peer, median(seconds)))
  cat(tail(rows, 1), "\n")
  writeLines(rows, given[2])
}
measure("queen", "spdep poly2nb", nb <- poly2nb(england))
equal <- nb2listw(nb, style = "W", zero.policy = TRUE)
centres <- suppressWarnings(st_coordinates(st_centroid(st_geometry(england))))
near <- knn2nb(knearneigh(centres, k = 8))
kernel <- lapply(nbdists(near, centres), function(d) exp(-(d / max(d))^2 / 2))
falling <- nb2listw(near, glist = kernel, style = "W")
measure("local-moran", "spdep localmoran_perm, 999",
        localmoran_perm(imd, equal, nsim = 999, zero.policy = TRUE, iseed = 1))
measure("local-moran-kernel", "spdep localmoran_perm, 999", localmoran_perm(imd, falling, nsim = 999, iseed = 1), 3)
measure("gi", "spdep localG_perm, 999", localG_perm(imd, equal, nsim = 999, zero.policy = TRUE, iseed = 1), 1)
measure("local-geary", "spdep localC_perm, 999", localC_perm(imd, equal, nsim = 999, zero.policy = TRUE, iseed = 1), 1)
measure("moran", "spdep moran.mc, 999", moran.mc(imd, equal, nsim = 999, zero.policy = TRUE), 3)
set.seed(1)
people <- 1500 + seq_along(imd) %% 700
events <- rpois(length(imd), 0.01 * people)
measure("spatial-eb", "spdep EBlocal", EBlocal(events, people, nb, zero.policy = TRUE))
measure("fisher", "classInt fisher, full vector", classIntervals(imd, 7, style = "fisher", largeN = 1e6), 3)
