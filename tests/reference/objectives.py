"""What `latlas eval` says of a run, recomputed from the papers' definitions in double precision."""

import math

import torch
from torch.nn import functional as F

import draws

LOG_TWO_PI = math.log(2 * math.pi)
PIECE = 256  # samples that an evaluation takes at a time


def log_likelihood(run, outputs, targets):
    """log p(x|z) of each row; missing values take no part."""
    kind, sigma = run.page["likelihood"], run.sigma
    x = torch.nan_to_num(targets, 0.0)
    if kind == "bernoulli":
        nats = -F.binary_cross_entropy_with_logits(outputs, x, reduction="none")
    elif kind == "gaussian":
        nats = -(((x - outputs) / sigma) ** 2) / 2 - math.log(sigma) - LOG_TWO_PI / 2
    elif kind == "laplace":
        nats = -(x - outputs).abs() / sigma - math.log(2 * sigma)
    elif kind == "discretized-logistic":
        above, below = (x + 1 / 510 - outputs) / sigma, (x - 1 / 510 - outputs) / sigma
        # log(sigmoid(a) - sigmoid(b)), a > b, without the cancellation of far tails.
        inside = (F.logsigmoid(above) + F.logsigmoid(-below)
                  + torch.log(-torch.expm1(below - above)))
        nats = torch.where(x < 1 / 510, F.logsigmoid(above),
                           torch.where(x > 1 - 1 / 510, F.logsigmoid(-below), inside))
    else:
        raise ValueError(f"the unknown likelihood {kind}")
    return torch.where(targets.isnan(), torch.zeros_like(nats), nats).flatten(1).sum(1)


def log_normal(x, mu, logvar):
    return -(LOG_TWO_PI + logvar + (x - mu) ** 2 / logvar.exp()) / 2


def kl_of_dimensions(mu, logvar):
    return ((mu**2 + logvar.exp() - logvar - 1) / 2).mean(0)


def decomposition(run, z, mu, logvar, train_count):
    """MI, TC and dimension-wise KL (Chen et al. 2018)."""
    n = len(z)
    if run.config["estimator"] == "weighted":
        weights = torch.full((n, n), -math.log(n * train_count), dtype=torch.float64)
    else:
        others = n - 1
        weights = torch.full((n, n), -math.log(others), dtype=torch.float64)
        for i in range(n):
            weights[i, (i + 1) % n] = math.log((train_count - others) / (train_count * others))
            weights[i, i] = -math.log(train_count)
    densities = log_normal(z[:, None], mu[None], logvar[None])
    given = log_normal(z, mu, logvar).sum(1)
    joint = torch.logsumexp(densities.sum(2) + weights, 1)
    marginals = torch.logsumexp(densities + weights[:, :, None], 1).sum(1)
    prior = log_normal(z, torch.zeros_like(z), torch.zeros_like(z)).sum(1)
    return {"mutual_information": (given - joint).mean(),
            "total_correlation": (joint - marginals).mean(),
            "dimension_kl": (marginals - prior).mean()}


def covariance_penalty(run, mu, logvar):
    """DIP-VAE I and II (Kumar et al. 2018)."""
    covariance = torch.cov(mu.T, correction=0).reshape(mu.shape[1], mu.shape[1])
    if run.config["dip"] == "ii":
        covariance = covariance + torch.diag(logvar.exp().mean(0))
    diagonal = covariance.diagonal()
    off = (covariance**2).sum() - (diagonal**2).sum()
    return run.config["lambda_od"] * off + run.config["lambda_d"] * ((diagonal - 1) ** 2).sum()


def mmd(run, z):
    """The unbiased estimate between codes and prior samples (Zhao et al. 2017)."""
    n, latent = z.shape
    prior = torch.tensor(draws.Random(0, draws.PRIOR).normal(n * latent), dtype=torch.float64)
    prior = prior.reshape(n, latent)

    def kernel(a, b):
        distance, width = torch.cdist(a, b) ** 2, 2 * latent
        if run.config["kernel"] == "gaussian":
            return torch.exp(-distance / width)
        return width / (width + distance)

    def pairs(a):
        values = kernel(a, a)
        return (values.sum() - values.trace()) / (n * (n - 1))

    return pairs(z) + pairs(prior) - 2 * kernel(z, prior).mean()


def discriminator_terms(run, z):
    """FactorVAE's total correlation and its discriminator's cross-entropy (Kim & Mnih 2018)."""
    tensors = run.optimizer()
    n, latent = z.shape
    random = draws.Random(0, draws.PERMUTATION)
    orders = torch.tensor([random.shuffled(range(n)) for _ in range(latent)]).T
    x = torch.cat([z, z.gather(0, orders)])
    names = sorted({int(name.split(".")[1]) for name in tensors
                    if name.startswith("discriminator.") and name.endswith(".weight")})
    for i in names:
        x = F.linear(x, tensors[f"discriminator.{i}.weight"], tensors[f"discriminator.{i}.bias"])
        if i != names[-1]:
            x = F.leaky_relu(x, 0.2)
    classes = torch.cat([torch.zeros(n, dtype=torch.long), torch.ones(n, dtype=torch.long)])
    return {"total_correlation": (x[:n, 0] - x[:n, 1]).mean(),
            "discriminator": F.cross_entropy(x, classes)}


def rae_terms(run, z, rows):
    """RAE's L2 on z and its decoder's regularizer (Ghosh et al. 2020, section 3)."""
    regularizer, kind = torch.tensor(0.0), run.config["rae_regularizer"]
    if kind == "weight_decay":
        regularizer = sum((tensor**2).sum() for name, tensor in run.tensors.items()
                          if name.startswith("decoder.") and "running" not in name)
    elif kind == "gradient_penalty":
        v = normal_rows(run, draws.EVALUATION_NOISE, rows, z.shape[1])

        def mean(at):
            outputs = run.decode(at)
            return torch.sigmoid(outputs) if run.page["likelihood"] == "bernoulli" else outputs

        # The norm of the Jacobian along v, by the difference that the program says it takes, which
        # may not be far from the derivative.
        difference = ((mean(z + 0.01 * v) - mean(z)) / 0.01).flatten(1)
        with torch.enable_grad():
            derivative = torch.autograd.functional.jvp(mean, z, v)[1].flatten(1)
        regularizer = (difference**2).sum(1).mean()
        exact = (derivative**2).sum(1).mean()
        assert abs(regularizer - exact) < 0.05 * exact, f"{regularizer} is not about {exact}"
    return {"latent_l2": (z**2).sum(1).mean() / 2, "regularizer": regularizer}


def normal_rows(run, kind, rows, width):
    seed = run.config["seed"]
    values = [draws.Random(seed, kind, int(row)).normal(width) for row in rows]
    return torch.tensor(values, dtype=torch.float64)


def binarized(run, x, rows):
    """Held-out pixels as an evaluation draws them."""
    kinds = {"static": draws.FIXED_PIXELS, "dynamic": draws.EVALUATION_PIXELS}
    if run.page["likelihood"] != "bernoulli" or run.config["binarize"] == "none":
        return x
    kind = kinds[run.config["binarize"]]
    pixels = [draws.Random(run.config["seed"], kind, int(row)).decide(image.flatten().tolist())
              for row, image in zip(rows, x)]
    return torch.tensor(pixels, dtype=torch.float64).reshape(x.shape)


def losses_of_piece(run, x, rows, train_count):
    config, objective = run.config, run.config["objective"]
    mu, logvar = run.encode(x)
    if not run.is_variational:
        reconstruction = -log_likelihood(run, run.decode(mu), x).mean()
        found = {"reconstruction": reconstruction, "kl": torch.tensor(0.0)}
        if objective == "ae":
            return {**found, "loss": reconstruction}
        found.update(rae_terms(run, mu, rows))
        return {**found, "loss": reconstruction + config["beta"] * found["latent_l2"]
                + config["lambda"] * found["regularizer"]}
    samples = config["samples"] if objective == "iwae" else 1
    noise = normal_rows(run, draws.EVALUATION_NOISE, rows, samples * config["latent"])
    noise = noise.reshape(len(x), samples, -1)
    z = mu[:, None] + torch.exp(logvar / 2)[:, None] * noise
    expanded = x[:, None].expand(-1, samples, *x.shape[1:]).flatten(0, 1)
    nll = -log_likelihood(run, run.decode(z.flatten(0, 1)), expanded).reshape(len(x), samples)
    dimensions = kl_of_dimensions(mu, logvar)
    found = {"reconstruction": nll.mean(), "kl": dimensions.sum(), "kl_of_dimensions": dimensions}
    z = z[:, 0] if samples == 1 else z
    kl = torch.clamp(dimensions, min=config["free_bits"]).sum()
    if objective == "iwae":
        zero = torch.zeros_like(z)
        ratio = (log_normal(z, zero, zero)
                 - log_normal(z, mu[:, None], logvar[:, None])).sum(2)
        weights = torch.logsumexp(ratio - nll, 1) - math.log(samples)
        return {**found, "loss": -weights.mean()}
    loss = found["reconstruction"]
    if objective == "beta-vae" and config["capacity"] > 0:
        loss = loss + config["gamma"] * abs(found["kl"] - config["capacity"])
    elif objective in ("vae", "beta-vae"):
        loss = loss + config["beta"] * kl
    elif objective == "beta-tcvae":
        terms = decomposition(run, z, mu, logvar, train_count)
        found.update(terms)
        loss = (loss + terms["mutual_information"] + config["beta"] * terms["total_correlation"]
                + terms["dimension_kl"])
    elif objective == "factor-vae":
        found.update(discriminator_terms(run, z))
        loss = loss + config["beta"] * kl + config["gamma"] * found["total_correlation"]
    elif objective == "dip-vae":
        found["covariance"] = covariance_penalty(run, mu, logvar)
        loss = loss + config["beta"] * kl + found["covariance"]
    elif objective == "info-vae":
        found["mmd"] = mmd(run, z)
        weight = config["alpha"] + config["lambda"] - 1
        loss = loss + (1 - config["alpha"]) * kl + weight * found["mmd"]
    return {**found, "loss": loss}


def losses(run, x, train_count):
    """Averages over all rows, in the pieces that an evaluation takes."""
    compares = run.config["objective"] in ("beta-tcvae", "factor-vae", "dip-vae", "info-vae")
    size = run.config["batch"] if compares else PIECE
    pieces = max(1, len(x) // size if compares else -(-len(x) // size))
    total = {}
    for piece in range(pieces):
        rows = range(len(x) * piece // pieces, len(x) * (piece + 1) // pieces)
        part = losses_of_piece(run, x[rows.start : rows.stop], rows, train_count)
        for name, value in part.items():
            total[name] = total.get(name, 0) + value * len(rows) / len(x)
    return total


def importance_bound(run, x, samples):
    """log 1/K sum_k p(x, z_k) / q(z_k | x), averaged over the rows (Burda et al. 2015)."""
    mu, logvar = run.encode(x)
    bounds = []
    for i in range(len(x)):
        noise = draws.Random(run.config["seed"], draws.IMPORTANCE, i)
        noise = torch.tensor(noise.normal(samples * run.config["latent"]), dtype=torch.float64)
        z = mu[i] + torch.exp(logvar[i] / 2) * noise.reshape(samples, -1)
        zero = torch.zeros_like(z)
        weights = (log_likelihood(run, run.decode(z), x[i : i + 1].expand(samples, *x.shape[1:]))
                   + (log_normal(z, zero, zero) - log_normal(z, mu[i], logvar[i])).sum(1))
        bounds.append(torch.logsumexp(weights, 0) - math.log(samples))
    return torch.stack(bounds).mean()
