"""Write wines.csv: chemical measurements of wines of three cultivars."""

from sklearn.datasets import load_wine

wines = load_wine(as_frame=True)
table = wines.data.assign(cultivar=wines.target_names[wines.target])
table["strength"] = ["strong" if alcohol > 13 else "light" for alcohol in table["alcohol"]]
table.to_csv("wines.csv", index=False)
